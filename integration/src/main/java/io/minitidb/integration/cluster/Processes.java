package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// Starts the processes of nodes and ends them.
final class Processes {
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final Duration FORCED = Duration.ofSeconds(5);

  private final Installation installation;
  private final DataDir dir;

  Processes(Installation installation, DataDir dir) {
    this.installation = installation;
    this.dir = dir;
  }

  /// Starts `node` so that it outlives this process and the terminal, in a session of its own:
  /// Ctrl-C does not reach it.
  OsProcess launch(Node node, ServerCommand flags) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    } else {
      // Without sessions, at least deaf to the terminal's signals; the JVM keeps signals ignored
      // that it finds ignored.
      command.addAll(List.of("sh", "-c", "trap '' HUP INT; exec \"$@\"", "sh"));
    }
    command.add(installation.server(node.kind()).toString());
    command.addAll(flags.arguments(node));
    try {
      Files.createDirectories(dir.data(node).getParent());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.to(dir.output(node).toFile()));
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      // RocksDB unpacks its library at every start; in the system's directory each killed node
      // would leave 17 MB behind.
      builder.environment().put("ROCKSDB_SHAREDLIB_DIR", dir.of(node).toString());
      Process process = builder.start();
      return OsProcess.of(process.pid())
          .orElseThrow(() ->
              new ClusterException(node.name() + " ended at once\n" + dir.lastLines(node, 20)));
    } catch (IOException e) {
      throw new ClusterException("cannot start " + node.name() + ": " + e.getMessage(), e);
    }
  }

  /// Ends the processes: mini-tidb first, then mini-tikv, then mini-pd, each kind at once, so that
  /// no node misses one that it needs. Processes that do not follow the polite signal within
  /// `limit` are killed and reported to `progress`.
  static void end(
      Collection<ClusterState.Member> members, Duration limit, Consumer<String> progress) {
    for (NodeKind kind : List.of(NodeKind.TIDB, NodeKind.TIKV, NodeKind.PD)) {
      List<ClusterState.Member> running =
          members.stream()
              .filter(member -> member.node().kind() == kind && member.alive())
              .toList();
      signal(running, "TERM");
      // A frozen process gets the signal when it goes on.
      signal(running, "CONT");
      Poll.until(
          limit,
          Duration.ofMillis(20),
          () -> running.stream().noneMatch(ClusterState.Member::alive));
      for (ClusterState.Member member : running) {
        if (member.alive()) {
          progress.accept(
              member.node().name()
                  + " did not stop within "
                  + limit.toSeconds()
                  + " s and is killed");
          kill(member);
        }
      }
    }
  }

  /// Ends a process without giving it a chance to notice.
  static void kill(ClusterState.Member member) {
    signal(List.of(member), "KILL");
    if (!member.process().map(process -> process.awaitEnd(FORCED)).orElse(true)) {
      throw new ClusterException(member.node().name() + " cannot be killed");
    }
  }

  static void signal(Collection<ClusterState.Member> members, String name) {
    members.forEach(member -> member.process().ifPresent(process -> process.signal(name)));
  }
}

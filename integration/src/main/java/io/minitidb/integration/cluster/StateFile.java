package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes `cluster.json`. Whoever reads it sees the old or the new content, never a part.
final class StateFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private StateFile() {}

  /// The content of the file; `tls` is null in one that was written before there was TLS.
  record Content(int portOffset, @Nullable Boolean tls, List<Line> nodes) {}

  /// One node; `pid` and `started` are null when it has no process.
  record Line(
      String name,
      String kind,
      int port,
      int secondPort,
      @Nullable Long pid,
      @Nullable Long started) {}

  /// Returns what is in `file`, or empty when there is none.
  ///
  /// @throws ClusterException when the file is damaged
  static Optional<ClusterState> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Content content = JSON.readValue(Files.readAllBytes(file), Content.class);
      return Optional.of(
          new ClusterState(
              content.portOffset(),
              Boolean.TRUE.equals(content.tls()),
              content.nodes().stream().map(StateFile::member).toList()));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      throw new ClusterException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  static void write(Path file, ClusterState state) {
    Content content =
        new Content(
            state.portOffset(),
            state.tls(),
            state.members().stream().map(StateFile::line).toList());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ClusterException("cannot write " + file + ": " + e, e);
    }
  }

  private static Line line(ClusterState.Member member) {
    Node node = member.node();
    return new Line(
        node.name(),
        node.kind().text(),
        node.port(),
        node.secondPort(),
        member.process().map(OsProcess::pid).orElse(null),
        member.process().map(OsProcess::startMark).orElse(null));
  }

  private static ClusterState.Member member(Line line) {
    NodeKind kind =
        NodeKind.parse(line.kind())
            .orElseThrow(() -> new IllegalArgumentException("unknown kind " + line.kind()));
    Long pid = line.pid();
    Long started = line.started();
    return new ClusterState.Member(
        new Node(line.name(), kind, line.port(), line.secondPort()),
        pid == null || started == null
            ? Optional.empty()
            : Optional.of(new OsProcess(pid, started)));
  }
}

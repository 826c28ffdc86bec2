package io.minitidb.integration.command;

import io.minitidb.integration.cluster.ClusterException;
import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `logs`: the end of the logs, by the system's `tail`.
@Command(name = "logs", description = "Show the log of a node, or of all.", sortOptions = false)
public final class LogsCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "NODE", description = "Such as tikv-1 (default: all).")
  private @Nullable String node;

  @Option(names = "-f", description = "Follow: print what is added.")
  private boolean follow;

  @Option(
      names = "-n",
      paramLabel = "LINES",
      description = "Lines of each log (default: ${DEFAULT-VALUE}).")
  private int lines = 100;

  @Override
  public Integer call() {
    LocalCluster cluster = options.cluster(spec.commandLine().getOut());
    List<Path> files = new ArrayList<>();
    for (Node each : node == null ? cluster.nodes() : List.of(cluster.node(node))) {
      files.addAll(filesOf(cluster, each));
    }
    if (files.isEmpty()) {
      throw new ClusterException("there is no log yet");
    }
    List<String> command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
    if (follow) {
      command.add("-F");
    }
    files.forEach(file -> command.add(file.toString()));
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new ClusterException("cannot run `tail`: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /// The output of the process is empty unless it could not write its log or was ended by the JVM.
  private static List<Path> filesOf(LocalCluster cluster, Node node) {
    try {
      List<Path> files = new ArrayList<>();
      for (Path file : List.of(cluster.dir().output(node), cluster.dir().log(node))) {
        if (Files.exists(file) && Files.size(file) > 0) {
          files.add(file);
        }
      }
      return files;
    } catch (IOException e) {
      throw new ClusterException(
          "cannot read the logs of " + node.name() + ": " + e.getMessage(), e);
    }
  }
}

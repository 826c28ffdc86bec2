package io.minitidb.integration.command;

import io.minitidb.integration.cluster.ClusterException;
import io.minitidb.integration.cluster.Http;
import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.profile.ProfileKind;
import io.minitidb.profile.Profiler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `profile`: a flame graph of a node, as the node draws it.
@Command(
    name = "profile",
    description =
        "Write a flame graph of a node to look at in a browser. With SQL: information_schema.cluster_profile.",
    sortOptions = false)
public final class ProfileCommand implements Runnable {
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NODE", description = "Such as tikv-1.")
  private String node = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "cpu, memory, allocs, mutex, block or goroutines (default: ${DEFAULT-VALUE}).")
  private String kind = "cpu";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long to sample, 1 to 60 (default: ${DEFAULT-VALUE}).")
  private int seconds = Profiler.DEFAULT_SECONDS;

  @Option(names = "--svg", paramLabel = "FILE", required = true, description = "Where to write it.")
  private Path file = Path.of("");

  @Override
  public void run() {
    ProfileKind wanted =
        ProfileKind.parse(kind)
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(), "there is no profile '" + kind + "', only " + kinds()));
    if (!Profiler.isPossible(seconds)) {
      throw new ParameterException(
          spec.commandLine(), "a profile takes 1 to 60 seconds, not " + seconds);
    }
    PrintWriter out = spec.commandLine().getOut();
    LocalCluster cluster = options.cluster(out);
    Node target = cluster.node(node);
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new ClusterException("cannot write " + file + ": there is no such directory");
    }
    if (wanted.isTimed()) {
      out.println("Sampling " + node + " for " + seconds + " s ...");
      out.flush();
    }
    try {
      Files.writeString(file, picture(cluster, target, wanted));
    } catch (IOException e) {
      throw new ClusterException("cannot write " + file + ": " + e, e);
    }
    out.println("The " + wanted.text() + " profile of " + node + " is in " + file + ".");
  }

  private String picture(LocalCluster cluster, Node target, ProfileKind wanted) {
    String path = "/debug/pprof/%s?seconds=%d&format=svg".formatted(wanted.text(), seconds);
    Duration limit = Profiler.OVERHEAD.multipliedBy(3).plusSeconds(seconds);
    try {
      Http.Answer answer = cluster.get(target, path, limit);
      if (!answer.ok()) {
        throw new ClusterException(node + " refused: " + answer.body().strip());
      }
      return answer.body();
    } catch (IOException e) {
      throw new ClusterException(
          node
              + " does not answer at "
              + target.statusAddress()
              + " ("
              + e.getMessage()
              + "); is it running? See ./mini-cluster status",
          e);
    }
  }

  private static String kinds() {
    return Arrays.stream(ProfileKind.values())
        .map(ProfileKind::text)
        .collect(Collectors.joining(", "));
  }
}

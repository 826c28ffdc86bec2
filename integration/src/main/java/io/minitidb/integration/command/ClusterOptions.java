package io.minitidb.integration.command;

import io.minitidb.integration.cluster.Installation;
import io.minitidb.integration.cluster.LocalCluster;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that every command has.
public final class ClusterOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory of the cluster (default: .mini-cluster beside this script).")
  private @Nullable Path data;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  /// Returns the cluster that is meant; progress goes to `out`.
  LocalCluster cluster(PrintWriter out) {
    Installation installation = Installation.find();
    Path dir = data == null ? installation.defaultData() : data;
    return new LocalCluster(
        installation,
        dir,
        line -> {
          out.println(line);
          out.flush();
        });
  }
}

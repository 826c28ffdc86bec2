package io.minitidb.integration.command;

import io.minitidb.integration.cluster.ClusterException;
import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.integration.cluster.NodeStatus;
import io.minitidb.integration.cluster.Shape;
import io.minitidb.node.NodeKind;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `start`: a new cluster, or the stopped one of the directory on the data that it has.
@Command(
    name = "start",
    description = "Start a cluster, or the stopped one again.",
    sortOptions = false)
public final class StartCommand implements Runnable {
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--tidb", paramLabel = "N", description = "Number of mini-tidb (default: 2).")
  private @Nullable Integer tidb;

  @Option(names = "--tikv", paramLabel = "N", description = "Number of mini-tikv (default: 3).")
  private @Nullable Integer tikv;

  @Option(names = "--pd", paramLabel = "N", description = "Number of mini-pd (default: 3).")
  private @Nullable Integer pd;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      description = "Shift every default port by N (default: 0).")
  private @Nullable Integer portOffset;

  @Option(
      names = "--tls",
      description = "Let the nodes talk with certificates, made for them (mutual TLS).")
  private boolean tls;

  @Option(names = "--foreground", description = "Stay, and stop the cluster at Ctrl-C.")
  private boolean foreground;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    LocalCluster cluster = options.cluster(out);
    if (cluster.exists()) {
      checkShape(cluster);
      if (!cluster.alive().isEmpty()) {
        out.println("The cluster in " + cluster.dir().path() + " runs already.");
        print(cluster, out);
        return;
      }
    } else {
      cluster.plan(
          Shape.of(
              Optional.ofNullable(tidb).orElse(2),
              Optional.ofNullable(tikv).orElse(3),
              Optional.ofNullable(pd).orElse(3),
              Optional.ofNullable(portOffset).orElse(0)),
          tls);
    }
    start(cluster, out);
  }

  private void start(LocalCluster cluster, PrintWriter out) {
    out.println(
        "Starting " + cluster.nodes().size() + " nodes; data and logs in " + cluster.dir().path());
    out.flush();
    long launch = System.nanoTime();
    try (StopOnExit _ = new StopOnExit(cluster, out)) {
      cluster.start();
      out.printf(
          Locale.ROOT, "Ready %.1f s after the launch.%n%n", (System.nanoTime() - launch) / 1e9);
      print(cluster, out);
      if (foreground) {
        out.println("\nCtrl-C stops the cluster.");
        out.flush();
        cluster.awaitEnd();
      }
    }
  }

  /// The number of nodes and the ports are those of the first start: etcd's members know each other
  /// by them.
  private void checkShape(LocalCluster cluster) {
    differs("--tidb", tidb, cluster.nodes(NodeKind.TIDB).size(), cluster);
    differs("--tikv", tikv, cluster.nodes(NodeKind.TIKV).size(), cluster);
    differs("--pd", pd, cluster.nodes(NodeKind.PD).size(), cluster);
    differs("--port-offset", portOffset, cluster.portOffset(), cluster);
    if (tls && !cluster.tls()) {
      throw new ClusterException(
          "the cluster in "
              + cluster.dir().path()
              + " was made without --tls; make another one with --data DIR");
    }
  }

  private static void differs(
      String option, @Nullable Integer given, int present, LocalCluster cluster) {
    if (given != null && given != present) {
      throw new ClusterException(
          "the cluster in "
              + cluster.dir().path()
              + " was made with "
              + option
              + " "
              + present
              + "; change it with scale-out and scale-in, or make another one with --data DIR");
    }
  }

  private static void print(LocalCluster cluster, PrintWriter out) {
    List<NodeStatus> nodes = cluster.status();
    out.print(StatusCommand.table(nodes).horizontal());
    for (NodeStatus node : nodes) {
      if (node.state() == NodeStatus.State.STOPPED) {
        out.println(
            "\n"
                + node.node().name()
                + " is stopped; ./mini-cluster restart "
                + node.node().name());
      }
    }
    for (Node tidb : cluster.nodes(NodeKind.TIDB).stream().limit(1).toList()) {
      out.println();
      out.println(
          "  ./mini-cluster sql -e \"select * from information_schema.cluster_node_infos\"");
      out.println("  mysql -h 127.0.0.1 -P " + tidb.port() + " -u root");
    }
    out.flush();
  }
}

package io.minitidb.integration.command;

import io.minitidb.integration.cluster.LocalCluster;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `stop`: ends every node of the cluster; the data stay.
@Command(name = "stop", description = "Stop every node; the data stay.", sortOptions = false)
public final class StopCommand implements Runnable {
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    LocalCluster cluster = options.cluster(out);
    int running = cluster.alive().size();
    cluster.stop();
    out.println(running == 0 ? "No node was running." : "Stopped " + running + " nodes.");
  }
}

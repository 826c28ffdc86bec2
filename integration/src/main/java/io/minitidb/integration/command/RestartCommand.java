package io.minitidb.integration.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `restart`: the node comes back on its data and its ports.
@Command(
    name = "restart",
    description = "Stop a node if it runs, start it on its data, wait until it is ready.",
    sortOptions = false)
public final class RestartCommand implements Runnable {
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NODE", description = "Such as tikv-1.")
  private String node = "";

  @Override
  public void run() {
    options.cluster(spec.commandLine().getOut()).restart(node);
  }
}

package io.minitidb.integration.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kill`: what a crash does.
@Command(
    name = "kill",
    description = "End a node by force (SIGKILL), as a crash would.",
    sortOptions = false)
public final class KillCommand implements Runnable {
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NODE", description = "Such as tikv-1.")
  private String node = "";

  @Override
  public void run() {
    options.cluster(spec.commandLine().getOut()).kill(node);
    spec.commandLine().getOut().println(node + " is killed.");
  }
}

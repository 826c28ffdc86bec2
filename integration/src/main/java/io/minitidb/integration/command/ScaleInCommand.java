package io.minitidb.integration.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `scale-in`: a node leaves for good.
@Command(
    name = "scale-in",
    description = "Take a node out of the cluster for good and delete its data.",
    sortOptions = false)
public final class ScaleInCommand implements Runnable {
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NODE", description = "Such as tikv-3; a mini-pd also when it leads.")
  private String node = "";

  @Override
  public void run() {
    options.cluster(spec.commandLine().getOut()).scaleIn(node);
    spec.commandLine().getOut().println(node + " has left the cluster.");
  }
}

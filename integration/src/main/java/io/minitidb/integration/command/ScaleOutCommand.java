package io.minitidb.integration.command;

import io.minitidb.integration.cluster.Node;
import io.minitidb.node.NodeKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `scale-out`: one more node.
@Command(
    name = "scale-out",
    description = "Add a node and wait until it is ready.",
    sortOptions = false)
public final class ScaleOutCommand implements Runnable {
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "KIND", description = "tidb, tikv or pd.")
  private NodeKind kind = NodeKind.TIKV;

  @Override
  public void run() {
    Node node = options.cluster(spec.commandLine().getOut()).scaleOut(kind);
    spec.commandLine().getOut().println(node.name() + " serves on " + node.address());
  }
}

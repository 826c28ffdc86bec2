package io.minitidb.integration.command;

import io.minitidb.integration.cluster.NodeStatus;
import io.minitidb.integration.sql.TextTable;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// `status`: a line for each node, or an array for scripts.
@Command(
    name = "status",
    description = "Show every node: process, addresses, state.",
    sortOptions = false)
public final class StatusCommand implements Runnable {
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  @Mixin private ClusterOptions options = new ClusterOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print an array of objects instead of a table.")
  private boolean json;

  /// One node as scripts read it. `pid` is null when the node is stopped.
  record Line(
      String name,
      String kind,
      @Nullable Long pid,
      String address,
      String statusAddress,
      String state) {
    static Line of(NodeStatus status) {
      return new Line(
          status.node().name(),
          status.node().kind().text(),
          status.pid().isPresent() ? status.pid().getAsLong() : null,
          status.node().address().toString(),
          status.node().statusAddress().toString(),
          status.state().text());
    }
  }

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    List<NodeStatus> nodes = options.cluster(out).status();
    if (json) {
      out.println(JSON.writeValueAsString(nodes.stream().map(Line::of).toList()));
    } else {
      out.print(table(nodes).horizontal());
    }
    out.flush();
  }

  static TextTable table(List<NodeStatus> nodes) {
    TextTable table = TextTable.of("name", "kind", "pid", "address", "status address", "state");
    for (NodeStatus node : nodes) {
      Line line = Line.of(node);
      table.add(
          List.of(
              line.name(),
              line.kind(),
              line.pid() == null ? "" : line.pid().toString(),
              line.address(),
              line.statusAddress(),
              line.state()));
    }
    return table;
  }
}

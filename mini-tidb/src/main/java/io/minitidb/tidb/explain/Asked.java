package io.minitidb.tidb.explain;

import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.exec.NodeChoice;
import io.minitidb.tidb.plan.PlanNode;
import io.minitidb.tidb.topology.Topology;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Which nodes a gather asks.
///
/// @param nodes how many are asked
/// @param known how many there are in the cluster
/// @param kinds of those that are asked, or of all that could be when there is none
/// @param times the moments that are read there, as text; empty for all
public record Asked(int nodes, int known, Set<NodeKind> kinds, String times) {
  public Asked {
    kinds = Set.copyOf(kinds);
  }

  /// Returns whom `gather` asks in this topology.
  public static Asked by(PlanNode.Gather gather, Topology topology, EvalContext context) {
    NodeChoice choice = new NodeChoice(gather.table(), gather.joined());
    Set<NodeKind> kinds = choice.kinds(gather.dag());
    Dag dag = gather.dag().bind(context);
    List<Topology.Node> chosen = choice.choose(dag, topology, context);
    return new Asked(
        chosen.size(),
        topology.nodes().size(),
        chosen.isEmpty()
            ? kinds
            : chosen.stream()
                .map(Topology.Node::info)
                .map(NodeInfo::kind)
                .collect(Collectors.toSet()),
        ReadTimes.text(gather.table(), dag, context.zone()));
  }

  /// Returns whom `gather` may ask, whatever the cluster is at the moment.
  static Asked anywhere(PlanNode.Gather gather) {
    return new Asked(0, 0, new NodeChoice(gather.table(), gather.joined()).kinds(gather.dag()), "");
  }

  /// Returns `nodes:2 of 5`, empty when the cluster was not looked at.
  String info() {
    return known == 0 ? "" : "nodes:" + nodes + " of " + known;
  }

  String tasks() {
    return kinds.stream().sorted().map(Asked::task).collect(Collectors.joining(", "));
  }

  static String task(NodeKind kind) {
    return kind == NodeKind.PD ? "http[pd]" : "cop[" + kind.text() + "]";
  }
}

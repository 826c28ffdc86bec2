package io.minitidb.tidb.plan;

import io.minitidb.cop.data.Batch;
import java.util.List;

/// Puts rows into the places of a plan that read a work table.
final class WorkTables {
  private WorkTables() {}

  static PlanNode fill(PlanNode plan, String name, List<Batch> rows) {
    if (plan instanceof PlanNode.WorkTable table) {
      return table.name().equals(name) ? new PlanNode.WorkTable(name, table.types(), rows) : table;
    }
    List<PlanNode> inputs = plan.inputs().stream().map(input -> fill(input, name, rows)).toList();
    return switch (plan) {
      case PlanNode.Gather gather -> gather;
      case PlanNode.Values values -> values;
      case PlanNode.WorkTable table -> table;
      case PlanNode.Selection s -> new PlanNode.Selection(inputs.getFirst(), s.conditions());
      case PlanNode.Projection p -> new PlanNode.Projection(inputs.getFirst(), p.exprs());
      case PlanNode.Aggregation a -> new PlanNode.Aggregation(inputs.getFirst(), a.aggregation());
      case PlanNode.TopN t -> new PlanNode.TopN(inputs.getFirst(), t.order(), t.limit());
      case PlanNode.Limit l -> new PlanNode.Limit(inputs.getFirst(), l.offset(), l.limit());
      case PlanNode.Join j -> new PlanNode.Join(inputs.get(0), inputs.get(1), j.spec());
      case PlanNode.Union u -> new PlanNode.Union(inputs, u.types());
      case PlanNode.Window w -> new PlanNode.Window(inputs.getFirst(), w.spec());
      case PlanNode.SetOperation o ->
          new PlanNode.SetOperation(inputs.get(0), inputs.get(1), o.kind(), o.all());
      case PlanNode.Expand e -> new PlanNode.Expand(inputs.getFirst(), e.keys(), e.sets());
      case PlanNode.Recursive r ->
          new PlanNode.Recursive(r.name(), inputs.get(0), inputs.get(1), r.all(), r.limit());
    };
  }
}

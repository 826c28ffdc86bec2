package io.minitidb.tidb.explain;

import io.minitidb.cop.exec.Operator;
import io.minitidb.tidb.plan.PlanNode;

/// How many rows an operator is expected to give. Memory tables have no statistics; like TiDB we
/// take 10,000 rows for each and its pseudo selectivities, so that the numbers can be compared. No
/// plan depends on them.
final class Estimate {
  private static final double TABLE = 10_000;
  private static final double SELECTIVITY = 0.8;
  private static final double JOIN = 1.25;

  private Estimate() {}

  static double of(PlanNode node) {
    return switch (node) {
      case PlanNode.Gather gather -> {
        double rows = 0;
        for (Operator operator : gather.dag().operators()) {
          rows = after(operator, rows);
        }
        yield rows;
      }
      case PlanNode.Selection s -> of(s.input()) * SELECTIVITY;
      case PlanNode.Projection p -> of(p.input());
      case PlanNode.Aggregation a -> groups(a.aggregation(), of(a.input()));
      case PlanNode.TopN t -> Math.min(of(t.input()), (double) t.limit());
      case PlanNode.Limit l -> Math.min(of(l.input()), (double) l.limit());
      case PlanNode.Join j -> Math.max(of(j.left()), of(j.right())) * JOIN;
      case PlanNode.Window w -> of(w.input());
      case PlanNode.SetOperation o -> of(o.left());
      case PlanNode.Expand e -> of(e.input()) * e.sets().size();
      case PlanNode.Recursive r -> of(r.seed()) + of(r.step());
      case PlanNode.WorkTable t -> TABLE;
      case PlanNode.Union u -> u.inputs().stream().mapToDouble(Estimate::of).sum();
      case PlanNode.Values v -> v.rows().size();
    };
  }

  static double after(Operator operator, double input) {
    return switch (operator) {
      case Operator.MemTableScan scan -> TABLE;
      case Operator.Selection selection -> input * SELECTIVITY;
      case Operator.Projection projection -> input;
      case Operator.LocalJoin join -> input * JOIN;
      case Operator.Aggregation aggregation -> groups(aggregation, input);
      case Operator.TopN topN -> Math.min(input, (double) topN.limit());
      case Operator.Limit limit -> Math.min(input, (double) limit.limit());
    };
  }

  private static double groups(Operator.Aggregation aggregation, double input) {
    return aggregation.groupBy().isEmpty() ? 1 : input * SELECTIVITY;
  }
}

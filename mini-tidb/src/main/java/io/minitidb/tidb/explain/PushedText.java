package io.minitidb.tidb.explain;

import io.minitidb.cop.exec.JoinExecutor;
import io.minitidb.cop.exec.Operator;
import java.util.List;
import java.util.Locale;

/// The operators that run on nodes, in TiDB's words.
final class PushedText {
  private PushedText() {}

  static String name(Operator operator) {
    return switch (operator) {
      case Operator.Aggregation aggregation -> "HashAgg";
      case Operator.LocalJoin join -> "HashJoin";
      default -> operator.getClass().getSimpleName();
    };
  }

  /// @param names of the columns that enter the operator; empty when they have none
  static String info(Operator operator, List<String> names) {
    return switch (operator) {
      case Operator.MemTableScan scan -> String.join(", ", names);
      case Operator.Selection selection -> ExprText.all(selection.conditions(), names);
      case Operator.Projection projection -> ExprText.all(projection.exprs(), names);
      case Operator.Aggregation aggregation -> ExprText.aggregation(aggregation, names);
      case Operator.TopN topN ->
          ExprText.order(topN.order(), names) + ", offset:0, count:" + topN.limit();
      case Operator.LocalJoin join -> join(join.spec());
      case Operator.Limit limit -> "offset:0, count:" + limit.limit();
    };
  }

  /// Returns `inner join, equal keys:1, other conditions:2`.
  static String join(JoinExecutor.Spec spec) {
    return spec.kind().name().toLowerCase(Locale.ROOT)
        + " join, equal keys:"
        + spec.leftKeys().size()
        + (spec.conditions().isEmpty() ? "" : ", other conditions:" + spec.conditions().size());
  }

  /// Returns whether the columns that leave the operator are those that enter it.
  static boolean keepsColumns(Operator operator) {
    return operator instanceof Operator.MemTableScan
        || operator instanceof Operator.Selection
        || operator instanceof Operator.TopN
        || operator instanceof Operator.Limit;
  }
}

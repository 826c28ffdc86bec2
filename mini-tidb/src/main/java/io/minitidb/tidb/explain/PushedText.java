package io.minitidb.tidb.explain;

import io.minitidb.cop.exec.Operator;
import java.util.List;

/// The operators that run on nodes, in TiDB's words.
final class PushedText {
  private PushedText() {}

  static String name(Operator operator) {
    return operator instanceof Operator.Aggregation
        ? "HashAgg"
        : operator.getClass().getSimpleName();
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
      case Operator.Limit limit -> "offset:0, count:" + limit.limit();
    };
  }

  /// Returns whether the columns that leave the operator are those that enter it.
  static boolean keepsColumns(Operator operator) {
    return !(operator instanceof Operator.Projection || operator instanceof Operator.Aggregation);
  }
}

package io.minitidb.tidb.plan;

import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.Expr;
import io.minitidb.memtable.TableInfo;
import java.util.List;
import java.util.Optional;

/// Finds out what the columns that leave a plan on a node say of the node.
final class NodeColumns {
  private NodeColumns() {}

  /// Returns the role of the column that `key` is; empty when it is computed or comes from a joined
  /// table.
  static Optional<TableInfo.Role> role(PlanNode.Gather gather, Expr key) {
    return key instanceof Expr.ColumnRef ref
        ? role(gather.table(), gather.dag(), gather.dag().operators().size() - 1, ref.index())
        : Optional.empty();
  }

  /// @param step the operator whose output the column is in
  private static Optional<TableInfo.Role> role(TableInfo table, Dag dag, int step, int column) {
    List<Operator> operators = dag.operators();
    return switch (operators.get(step)) {
      case Operator.MemTableScan scan ->
          Optional.of(table.columns().get(scan.columns().get(column)).role());
      case Operator.Selection selection -> role(table, dag, step - 1, column);
      case Operator.Projection projection ->
          projection.exprs().get(column) instanceof Expr.ColumnRef ref
              ? role(table, dag, step - 1, ref.index())
              : Optional.empty();
      case Operator.LocalJoin join when column < join.spec().leftTypes().size() ->
          role(table, dag, step - 1, column);
      case Operator.LocalJoin join -> Optional.empty();
      case Operator.TopN topN -> role(table, dag, step - 1, column);
      case Operator.Limit limit -> role(table, dag, step - 1, column);
      case Operator.Aggregation aggregation -> Optional.empty();
    };
  }
}

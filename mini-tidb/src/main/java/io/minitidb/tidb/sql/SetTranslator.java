package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.SetOperationExecutor;
import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.plan.Aggregates;
import io.minitidb.tidb.plan.Exprs;
import io.minitidb.tidb.plan.PlanNode;
import io.minitidb.tidb.plan.Pushdown;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Values;

/// UNION, INTERSECT, EXCEPT and VALUES, whose parts are brought to common types, column by column.
final class SetTranslator {
  private final Pushdown pushdown;

  SetTranslator(Pushdown pushdown) {
    this.pushdown = pushdown;
  }

  /// Returns INTERSECT or EXCEPT of `parts`.
  PlanNode operation(List<PlanNode> parts, SetOperationExecutor.Kind kind, boolean all) {
    List<PlanNode> inputs = alike(parts);
    PlanNode result = inputs.getFirst();
    for (PlanNode input : inputs.subList(1, inputs.size())) {
      result = new PlanNode.SetOperation(result, input, kind, all);
    }
    return result;
  }

  /// Returns the inputs, brought to common types.
  private List<PlanNode> alike(List<PlanNode> inputs) {
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < inputs.getFirst().types().size(); i++) {
      int column = i;
      types.add(Exprs.common(inputs.stream().map(input -> input.types().get(column)).toList()));
    }
    return inputs.stream().map(input -> converted(input, types)).toList();
  }

  PlanNode union(List<PlanNode> parts, boolean all) {
    List<PlanNode> inputs = alike(parts);
    List<Type> types = inputs.getFirst().types();
    PlanNode union = new PlanNode.Union(inputs, types);
    if (all) {
      return union;
    }
    List<Expr> keys = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      keys.add(new Expr.ColumnRef(i, types.get(i)));
    }
    return new Aggregates(pushdown).over(union, keys);
  }

  /// Returns `input` with its columns converted to `types`.
  PlanNode converted(PlanNode input, List<Type> types) {
    List<Expr> exprs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Expr column = new Expr.ColumnRef(i, input.types().get(i));
      exprs.add(Exprs.converted(column, types.get(i)));
    }
    return pushdown.projection(input, exprs);
  }

  /// @param rex over no columns
  PlanNode values(Values values, RexTranslator rex) {
    List<List<Expr>> rows = new ArrayList<>();
    values.getTuples().forEach(tuple -> rows.add(new ArrayList<>(rex.all(tuple))));
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < values.getRowType().getFieldCount(); i++) {
      int column = i;
      Type declared = MysqlTypes.fromCalcite(values.getRowType().getFieldList().get(i).getType());
      types.add(
          rows.isEmpty()
              ? declared
              : Exprs.common(rows.stream().map(row -> row.get(column).type()).toList()));
    }
    for (List<Expr> row : rows) {
      for (int i = 0; i < types.size(); i++) {
        row.set(i, Exprs.converted(row.get(i), types.get(i)));
      }
    }
    return new PlanNode.Values(rows, types);
  }
}

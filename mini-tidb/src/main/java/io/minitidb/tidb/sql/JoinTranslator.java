package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.JoinExecutor;
import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.plan.Collations;
import io.minitidb.tidb.plan.Exprs;
import io.minitidb.tidb.plan.PlanNode;
import io.minitidb.tidb.plan.Pushdown;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;

/// Calcite's joins as ours: which columns are keys, and of what type, and the conditions besides.
final class JoinTranslator {
  private final RexBuilder builder;
  private final Pushdown pushdown;

  JoinTranslator(RexBuilder builder, Pushdown pushdown) {
    this.builder = builder;
    this.pushdown = pushdown;
  }

  /// @param left what the left input has become
  /// @param right what the right one has
  PlanNode plan(Join join, PlanNode left, PlanNode right) {
    if (join.getJoinType() == JoinRelType.RIGHT) {
      return swapped(join, left, right);
    }
    JoinExecutor.Kind kind =
        switch (join.getJoinType()) {
          case INNER -> JoinExecutor.Kind.INNER;
          case LEFT -> JoinExecutor.Kind.LEFT;
          case SEMI -> JoinExecutor.Kind.SEMI;
          case ANTI -> JoinExecutor.Kind.ANTI;
          case FULL ->
              throw NamedFunctions.unsupported(
                  "FULL JOIN; write a LEFT JOIN and UNION ALL the rows of the right table that"
                      + " NOT EXISTS in the left one");
          default -> throw NamedFunctions.unsupported(join.getJoinType() + " JOIN");
        };
    return pushdown.join(
        left,
        right,
        spec(
            kind, left, right, join.analyzeCondition(), join.analyzeCondition().nonEquiConditions));
  }

  private JoinExecutor.Spec spec(
      JoinExecutor.Kind kind, PlanNode left, PlanNode right, JoinInfo info, List<RexNode> rest) {
    List<Type> both = new ArrayList<>(left.types());
    both.addAll(right.types());
    List<Expr> leftKeys = new ArrayList<>();
    List<Expr> rightKeys = new ArrayList<>();
    for (int i = 0; i < info.leftKeys.size(); i++) {
      Expr a = new Expr.ColumnRef(info.leftKeys.get(i), left.types().get(info.leftKeys.get(i)));
      Expr b = new Expr.ColumnRef(info.rightKeys.get(i), right.types().get(info.rightKeys.get(i)));
      Type common = Exprs.comparisonType(a.type(), b.type());
      leftKeys.add(key(a, common));
      rightKeys.add(key(b, common));
    }
    List<Expr> conditions =
        rest.isEmpty()
            ? List.of()
            : new RexTranslator(both, builder)
                .conditions(RexUtil.composeConjunction(builder, rest));
    return new JoinExecutor.Spec(
        kind, left.types(), right.types(), leftKeys, rightKeys, conditions);
  }

  /// Keys are equal when their bytes are, so both must be of one kind, and decimals of one scale.
  private static Expr key(Expr expr, Type common) {
    if (common.kind() == Kind.STRING && expr.type().kind() == Kind.STRING) {
      return expr.type().collation() == common.collation()
          ? expr
          : Collations.collate(expr, common.collation().sqlName());
    }
    boolean same = expr.type().kind() == common.kind() && common.kind() != Kind.DECIMAL;
    return same
        ? expr
        : Exprs.cast(
            expr, common.kind() == Kind.DECIMAL ? Type.decimal(65, common.decimals()) : common);
  }

  /// a RIGHT JOIN b is b LEFT JOIN a with the columns put back into order.
  private PlanNode swapped(Join join, PlanNode a, PlanNode b) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    int rightCount = join.getRight().getRowType().getFieldCount();
    JoinInfo info = join.analyzeCondition();
    RexNode rest =
        turned(RexUtil.composeConjunction(builder, info.nonEquiConditions), leftCount, rightCount);
    JoinExecutor.Spec spec =
        spec(
            JoinExecutor.Kind.LEFT,
            b,
            a,
            JoinInfo.of(info.rightKeys, info.leftKeys),
            info.nonEquiConditions.isEmpty() ? List.of() : List.of(rest));
    PlanNode joined = pushdown.join(b, a, spec);
    List<Expr> order = new ArrayList<>();
    for (int i = 0; i < leftCount + rightCount; i++) {
      int at = i < leftCount ? rightCount + i : i - leftCount;
      order.add(new Expr.ColumnRef(at, joined.types().get(at)));
    }
    return pushdown.projection(joined, order);
  }

  /// Returns a condition over left and right columns as one over right and left columns.
  private static RexNode turned(RexNode condition, int leftCount, int rightCount) {
    return condition.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            int at = ref.getIndex();
            int moved = at < leftCount ? at + rightCount : at - leftCount;
            return new RexInputRef(moved, ref.getType());
          }
        });
  }
}

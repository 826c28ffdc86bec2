package io.minitidb.tidb.plan;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.List;

/// Plans GROUP BY: splits AVG into SUM and COUNT, splits all of it between nodes and root where
/// that is possible, and puts the result into the order keys, aggregates.
public final class Aggregates {
  private final Pushdown pushdown;
  private final List<AggCall> calls = new ArrayList<>();
  private final List<Expr> results = new ArrayList<>();

  public Aggregates(Pushdown pushdown) {
    this.pushdown = pushdown;
  }

  /// Adds COUNT; without arguments it counts rows.
  public void count(List<Expr> args, boolean distinct) {
    results.add(call(new AggCall(AggFunction.COUNT, args, distinct, Type.BIGINT)));
  }

  public void sum(Expr arg, boolean distinct) {
    results.add(call(sumCall(arg, distinct)));
  }

  public void avg(Expr arg, boolean distinct) {
    Expr sum = call(sumCall(arg, distinct));
    Expr count = call(new AggCall(AggFunction.COUNT, List.of(arg), distinct, Type.BIGINT));
    results.add(Exprs.divide(sum, count));
  }

  /// Adds MIN, MAX or ANY_VALUE.
  public void pick(AggFunction function, Expr arg) {
    results.add(call(new AggCall(function, List.of(arg), false, arg.type())));
  }

  /// Adds a value that is the same for every group.
  public void constant(Expr value) {
    results.add(value);
  }

  private static AggCall sumCall(Expr arg, boolean distinct) {
    return switch (arg.type().kind()) {
      case INT ->
          new AggCall(
              AggFunction.SUM, List.of(arg), distinct, Type.decimal(arg.type().length() + 22, 0));
      case DECIMAL ->
          new AggCall(
              AggFunction.SUM,
              List.of(arg),
              distinct,
              Type.decimal(arg.type().length() + 22, arg.type().decimals()));
      case REAL, STRING, TIME, DURATION, JSON ->
          new AggCall(
              AggFunction.SUM, List.of(Exprs.cast(arg, Type.DOUBLE)), distinct, Type.DOUBLE);
    };
  }

  private Expr call(AggCall call) {
    calls.add(call);
    return new Expr.ColumnRef(calls.size() - 1, call.type());
  }

  /// Returns the plan; its rows are the keys, then what was added, in that order.
  public PlanNode over(PlanNode input, List<Expr> keys) {
    boolean split = pushdown.splits(input) && calls.stream().noneMatch(AggCall::distinct);
    PlanNode aggregated =
        split
            ? merged(input, keys)
            : new PlanNode.Aggregation(input, new Operator.Aggregation(keys, calls));
    List<Expr> output = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      output.add(new Expr.ColumnRef(calls.size() + i, keys.get(i).type()));
    }
    output.addAll(results);
    return pushdown.projection(aggregated, output);
  }

  private PlanNode merged(PlanNode input, List<Expr> keys) {
    PlanNode partial = Pushdown.partial(input, new Operator.Aggregation(keys, calls));
    List<AggCall> merges = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      AggCall call = calls.get(i);
      AggFunction merge = call.function() == AggFunction.COUNT ? AggFunction.SUM : call.function();
      merges.add(
          new AggCall(merge, List.of(new Expr.ColumnRef(i, call.type())), false, call.type()));
    }
    List<Expr> mergedKeys = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      mergedKeys.add(new Expr.ColumnRef(calls.size() + i, keys.get(i).type()));
    }
    PlanNode root = new PlanNode.Aggregation(partial, new Operator.Aggregation(mergedKeys, merges));
    // No node counted anything: that is a count of 0, while a sum of nothing is NULL.
    List<Expr> filled = new ArrayList<>();
    for (int i = 0; i < root.types().size(); i++) {
      Expr column = new Expr.ColumnRef(i, root.types().get(i));
      boolean count = i < calls.size() && calls.get(i).function() == AggFunction.COUNT;
      filled.add(
          count
              ? Exprs.call(
                  "ifnull", Kind.INT, Type.BIGINT, column, Expr.Constant.of(0, Type.BIGINT))
              : column);
    }
    return pushdown.projection(root, filled);
  }
}

package io.minitidb.tidb.plan;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plans GROUP BY: splits AVG into SUM and COUNT, splits all of it between nodes and root where
/// that is possible, and puts the result into the order keys, aggregates.
public final class Aggregates {
  private final Pushdown pushdown;
  private final int first;
  private final List<AggCall> calls = new ArrayList<>();
  private final List<Expr> results = new ArrayList<>();

  public Aggregates(Pushdown pushdown) {
    this(pushdown, 0);
  }

  /// @param first the column in which the first call stands when the results are computed
  public Aggregates(Pushdown pushdown, int first) {
    this.pushdown = pushdown;
    this.first = first;
  }

  /// Returns the aggregates that are computed.
  public List<AggCall> calls() {
    return List.copyOf(calls);
  }

  /// Returns what was added, over the columns of the calls.
  public List<Expr> results() {
    return List.copyOf(results);
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
    Expr average = Exprs.divide(sum, count);
    results.add(
        average instanceof Expr.Call call
            ? new Expr.Call(call.function(), call.args(), avgType(arg.type()))
            : average);
  }

  /// Adds MIN, MAX, ANY_VALUE or the value of a subquery.
  public void pick(AggFunction function, Expr arg) {
    results.add(call(new AggCall(function, List.of(arg), false, arg.type())));
  }

  /// Adds a standard deviation or a variance.
  public void variance(AggFunction function, Expr arg, boolean distinct) {
    Expr real = Exprs.cast(arg, Type.DOUBLE);
    results.add(call(new AggCall(function, List.of(real), distinct, Type.DOUBLE)));
  }

  /// Adds BIT_AND, BIT_OR or BIT_XOR.
  public void bits(AggFunction function, Expr arg) {
    Expr bits = Exprs.cast(arg, Type.UNSIGNED_BIGINT);
    results.add(call(new AggCall(function, List.of(bits), false, Type.UNSIGNED_BIGINT)));
  }

  /// Adds an aggregate that is what it says.
  public void other(
      AggFunction function, List<Expr> args, boolean distinct, Type type, List<SortKey> order) {
    results.add(call(new AggCall(function, args, distinct, type, order)));
  }

  /// Adds a value that is the same for every group, or made of the keys.
  public void constant(Expr value) {
    results.add(value);
  }

  /// Returns the type of SUM: exact values have 22 digits more.
  public static Type sumType(Type arg) {
    return switch (arg.kind()) {
      case INT -> Type.decimal(Exprs.digits(arg) + 22, 0);
      case DECIMAL -> Type.decimal(arg.length() + 22, arg.decimals());
      case TIME, DURATION -> sumType(Exprs.numberType(arg));
      case REAL, STRING, JSON -> Type.DOUBLE;
    };
  }

  /// Returns the type of AVG: exact values have four digits more behind the point.
  public static Type avgType(Type arg) {
    Type sum = sumType(arg);
    return sum.kind() == Kind.DECIMAL
        ? Type.decimal(sum.length() - 22 + 4, sum.decimals() + 4)
        : sum;
  }

  private static AggCall sumCall(Expr arg, boolean distinct) {
    Expr number =
        switch (arg.type().kind()) {
          case INT, DECIMAL, REAL -> arg;
          case STRING, JSON -> Exprs.cast(arg, Type.DOUBLE);
          case TIME, DURATION -> Exprs.number(arg);
        };
    return new AggCall(AggFunction.SUM, List.of(number), distinct, sumType(number.type()));
  }

  private Expr call(AggCall call) {
    calls.add(call);
    return new Expr.ColumnRef(first + calls.size() - 1, call.type());
  }

  /// Returns the plan; its rows are the keys, then what was added, in that order.
  public PlanNode over(PlanNode input, List<Expr> keys) {
    Optional<SplitAggregation> split =
        pushdown.splits(input) ? SplitAggregation.of(keys, calls) : Optional.empty();
    PlanNode aggregated =
        split
            .map(parts -> merged(input, parts))
            .orElseGet(
                () -> new PlanNode.Aggregation(input, new Operator.Aggregation(keys, calls)));
    List<Expr> output = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      output.add(new Expr.ColumnRef(calls.size() + i, keys.get(i).type()));
    }
    output.addAll(results);
    return pushdown.projection(aggregated, output);
  }

  private PlanNode merged(PlanNode input, SplitAggregation split) {
    PlanNode partial = Pushdown.partial(input, split.partial());
    PlanNode root = new PlanNode.Aggregation(partial, split.merge());
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

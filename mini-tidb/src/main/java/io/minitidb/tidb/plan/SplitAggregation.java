package io.minitidb.tidb.plan;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An aggregation in two steps: what nodes compute of their rows, and what the root makes of that.
/// An aggregate with DISTINCT is computed by the root alone; nodes group by its arguments too,
/// which leaves few rows.
record SplitAggregation(Operator.Aggregation partial, Operator.Aggregation merge) {

  /// Returns the two steps, or empty when one of the calls has none.
  static Optional<SplitAggregation> of(List<Expr> keys, List<AggCall> calls) {
    if (!calls.stream().allMatch(SplitAggregation::splits)) {
      return Optional.empty();
    }
    List<AggCall> partials = new ArrayList<>();
    List<Expr> groupBy = new ArrayList<>(keys);
    for (AggCall call : calls) {
      if (call.distinct()) {
        call.args().stream().filter(arg -> !groupBy.contains(arg)).forEach(groupBy::add);
      } else {
        partials.addAll(partials(call));
      }
    }
    List<AggCall> merges = new ArrayList<>();
    int next = 0;
    for (AggCall call : calls) {
      if (call.distinct()) {
        List<Expr> args =
            call.args().stream()
                .map(arg -> column(partials.size() + groupBy.indexOf(arg), arg.type()))
                .toList();
        merges.add(new AggCall(call.function(), args, true, call.type()));
      } else {
        int width = partials(call).size();
        merges.add(merge(call, partials, next));
        next += width;
      }
    }
    List<Expr> mergedKeys = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      mergedKeys.add(column(partials.size() + i, keys.get(i).type()));
    }
    return Optional.of(
        new SplitAggregation(
            new Operator.Aggregation(groupBy, partials),
            new Operator.Aggregation(mergedKeys, merges)));
  }

  private static Expr column(int index, Type type) {
    return new Expr.ColumnRef(index, type);
  }

  private static boolean splits(AggCall call) {
    return switch (call.function()) {
      case COUNT, SUM, MIN, MAX, FIRST, BIT_AND, BIT_OR, BIT_XOR -> true;
      case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> true;
      case APPROX_COUNT_DISTINCT -> true;
      case GROUP_CONCAT, APPROX_PERCENTILE, JSON_ARRAYAGG, JSON_OBJECTAGG, SINGLE -> false;
    };
  }

  private static List<AggCall> partials(AggCall call) {
    return switch (call.function()) {
      case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP ->
          List.of(
              new AggCall(AggFunction.COUNT, call.args(), false, Type.BIGINT),
              new AggCall(AggFunction.SUM, call.args(), false, Type.DOUBLE),
              new AggCall(AggFunction.VAR_POP, call.args(), false, Type.DOUBLE));
      default -> List.of(call);
    };
  }

  /// @param at where the call's first partial result stands
  private static AggCall merge(AggCall call, List<AggCall> partials, int at) {
    List<Expr> args = new ArrayList<>();
    for (int i = 0; i < partials(call).size(); i++) {
      args.add(column(at + i, partials.get(at + i).type()));
    }
    AggFunction function = call.function() == AggFunction.COUNT ? AggFunction.SUM : call.function();
    return new AggCall(function, args, false, call.type());
  }
}

package io.minitidb.cop.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import java.util.List;

/// One aggregate of an aggregation.
///
/// @param args what is aggregated; empty for COUNT(*)
/// @param distinct whether equal arguments count once; never sent to a node
/// @param order in which order rows are taken, for GROUP_CONCAT only; never sent to a node
public record AggCall(
    AggFunction function, List<Expr> args, boolean distinct, Type type, List<SortKey> order) {
  public AggCall {
    args = List.copyOf(args);
    order = List.copyOf(order);
  }

  /// An aggregate of rows in any order.
  public AggCall(AggFunction function, List<Expr> args, boolean distinct, Type type) {
    this(function, args, distinct, type, List.of());
  }

  AggCall bind(EvalContext context) {
    return new AggCall(
        function, args.stream().map(arg -> arg.bind(context)).toList(), distinct, type);
  }

  @Override
  public String toString() {
    return function
        + (distinct ? "(DISTINCT " : "(")
        + (args.isEmpty() ? "*" : args.toString())
        + ")";
  }
}

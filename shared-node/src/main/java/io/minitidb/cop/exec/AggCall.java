package io.minitidb.cop.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import java.util.List;

/// One aggregate of an aggregation.
///
/// @param args what is aggregated; empty for COUNT(*)
/// @param distinct whether equal arguments count once; never sent to a node
public record AggCall(AggFunction function, List<Expr> args, boolean distinct, Type type) {
  public AggCall {
    args = List.copyOf(args);
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

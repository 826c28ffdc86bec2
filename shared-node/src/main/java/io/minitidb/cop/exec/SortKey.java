package io.minitidb.cop.exec;

import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;

/// One item of ORDER BY. NULL comes first when ascending, last when descending, as in MySQL.
public record SortKey(Expr expr, boolean descending) {
  SortKey bind(EvalContext context) {
    return new SortKey(expr.bind(context), descending);
  }
}

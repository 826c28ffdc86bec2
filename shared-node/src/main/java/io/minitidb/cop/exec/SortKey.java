package io.minitidb.cop.exec;

import io.minitidb.cop.expr.Expr;

/// One item of ORDER BY. NULL comes first when ascending, last when descending, as in MySQL.
public record SortKey(Expr expr, boolean descending) {}

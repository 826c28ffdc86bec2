package io.minitidb.tidb.sql;

import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.plan.Exprs;
import io.minitidb.tidb.sql.functions.MysqlFunctions;
import io.minitidb.tidb.sql.functions.Typing;
import java.util.List;

/// Calls by name in a validated tree: MySQL's functions, and the operators that Calcite writes as
/// calls.
final class NamedFunctions {
  private NamedFunctions() {}

  /// Returns the call of `operator`, in any case.
  ///
  /// @throws SqlException 1235 for one that we do not have
  static Expr call(String operator, List<Expr> args) {
    return switch (operator) {
      case "$truth" -> Exprs.truth(args.getFirst());
      case "$number" -> args.getFirst();
      case "||" -> call("concat", args);
      default -> MysqlFunctions.find(operator).orElseThrow(() -> unsupported(operator)).call(args);
    };
  }

  /// Returns `expr` as text.
  static Expr text(Expr expr) {
    return Typing.text(expr);
  }

  static SqlException unsupported(String what) {
    return new SqlException(
        SqlError.NOT_SUPPORTED, "This version of mini-tidb doesn't yet support '" + what + "'");
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.IntervalUnit;
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
      case "$INTERVAL" -> microseconds(args);
      default -> MysqlFunctions.find(operator).orElseThrow(() -> unsupported(operator)).call(args);
    };
  }

  /// Returns how long a frame's interval lasts, which a fixed unit lets say without the time that
  /// it is added to.
  private static Expr microseconds(List<Expr> amountAndUnit) {
    Expr amount = amountAndUnit.get(0);
    Expr unit = amountAndUnit.get(1);
    if (IntervalUnit.of(Typing.word(unit)).filter(IntervalUnit::isMonths).isPresent()) {
      throw unsupported("a frame of months or years; use days");
    }
    Expr start = Exprs.cast(Expr.Constant.of("2000-01-01"), Type.datetime(6));
    Expr end = call("date_add", List.of(start, amount, unit));
    return call("timestampdiff", List.of(Expr.Constant.of("MICROSECOND"), start, end));
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

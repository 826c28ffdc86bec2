package io.minitidb.tidb.sql.functions;

import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.List;
import java.util.function.Function;

/// A function that a statement may call.
///
/// @param name in lower case
/// @param least how many arguments it takes at least
/// @param most how many it takes at most
/// @param builder makes the typed expression that a call with so many arguments becomes
public record MysqlFunction(String name, int least, int most, Function<List<Expr>, Expr> builder) {
  static final int ANY = Integer.MAX_VALUE;

  /// Returns the expression that a call with `args` is.
  ///
  /// @throws SqlException 1582 when it takes another number of arguments
  public Expr call(List<Expr> args) {
    if (args.size() < least || args.size() > most) {
      throw new SqlException(
          SqlError.PARAMETER_COUNT,
          "Incorrect parameter count in the call to native function '" + name + "'");
    }
    return builder.apply(args);
  }
}

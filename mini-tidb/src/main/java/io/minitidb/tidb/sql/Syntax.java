package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;

/// Syntax errors in the form that clients parse: the text near the error, and its line.
final class Syntax {
  private static final int NEAR = 80;

  private Syntax() {}

  /// Returns error 1064 at position `at` of the statement.
  ///
  /// @param hint what is wrong, when we know more than the place; may be empty
  static SqlException error(String sql, int at, String hint) {
    int from = Math.clamp(at, 0, sql.length());
    String near = sql.substring(from, Math.min(sql.length(), from + NEAR));
    long line = 1 + sql.substring(0, from).chars().filter(c -> c == '\n').count();
    String text =
        "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the"
            + " right syntax to use near '"
            + near
            + "' at line "
            + line;
    return new SqlException(SqlError.SYNTAX, hint.isEmpty() ? text : text + " (" + hint + ")");
  }
}

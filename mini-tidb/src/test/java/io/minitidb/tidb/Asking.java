package io.minitidb.tidb;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Statements of a client, and what it gets.
final class Asking {
  private Asking() {}

  /// Returns the rows of a query, values separated by `|`.
  static List<String> ask(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  /// Returns the only row of a query.
  static String one(Connection connection, String query) throws SQLException {
    List<String> rows = ask(connection, query);
    if (rows.size() != 1) {
      throw new AssertionError(query + " answers " + rows);
    }
    return rows.getFirst();
  }

  static void run(Connection connection, String statement) throws SQLException {
    try (Statement running = connection.createStatement()) {
      running.execute(statement);
    }
  }

  /// Returns the code of the error with which a statement fails.
  static int errorOf(Connection connection, String statement) {
    return errorOf(() -> run(connection, statement));
  }

  static int errorOf(ThrowingCallable what) {
    SQLException failure = catchThrowableOfType(SQLException.class, what);
    if (failure == null) {
      throw new AssertionError("it did not fail");
    }
    return failure.getErrorCode();
  }
}

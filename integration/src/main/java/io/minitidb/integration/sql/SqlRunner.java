package io.minitidb.integration.sql;

import io.minitidb.integration.sql.TextTable.Heading;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Runs statements on one connection and prints what the `mysql` client would print at a terminal.
public final class SqlRunner {
  private static final Set<Integer> NUMBERS =
      Set.of(
          Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.DECIMAL,
          Types.NUMERIC,
          Types.FLOAT,
          Types.REAL,
          Types.DOUBLE);

  /// What Connector/J puts in front of the server's message.
  private static final Pattern CONNECTION_MARK = Pattern.compile("^\\(conn[:=]\\s*-?\\d+\\)\\s*");

  private final Connection connection;
  private final PrintWriter out;

  public SqlRunner(Connection connection, PrintWriter out) {
    this.connection = connection;
    this.out = out;
  }

  /// Runs the statements of `text` one after the other, up to the first that fails.
  public void run(String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (Statements.Statement next : Statements.split(text)) {
        run(statement, next);
        out.flush();
      }
    }
  }

  private void run(Statement statement, Statements.Statement text) throws SQLException {
    long start = System.nanoTime();
    boolean rows = statement.execute(text.text());
    TextTable table = null;
    if (rows) {
      try (ResultSet answer = statement.getResultSet()) {
        table = read(answer);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    TextTable warnings =
        Statements.isShowWarnings(text.text()) ? TextTable.of() : warnings(statement);
    if (table == null) {
      out.print("Query OK, " + count(Math.max(0, statement.getUpdateCount()), "row") + " affected");
    } else if (table.size() == 0) {
      out.print("Empty set");
    } else {
      out.print(text.vertical() ? table.vertical() : table.horizontal());
      out.print(count(table.size(), "row") + " in set");
    }
    if (warnings.size() > 0) {
      out.print(", " + count(warnings.size(), "warning"));
    }
    out.print(String.format(Locale.ROOT, " (%.2f sec)%n", seconds));
    if (warnings.size() > 0) {
      out.print(warnings.horizontal());
    }
    out.println();
  }

  private static TextTable read(ResultSet answer) throws SQLException {
    ResultSetMetaData columns = answer.getMetaData();
    List<Heading> headings = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      headings.add(
          new Heading(columns.getColumnLabel(i), NUMBERS.contains(columns.getColumnType(i))));
    }
    TextTable table = new TextTable(headings);
    while (answer.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 1; i <= headings.size(); i++) {
        row.add(answer.getString(i));
      }
      table.add(row);
    }
    return table;
  }

  private static TextTable warnings(Statement statement) throws SQLException {
    // Connector/J knows from the answer whether there are any, and asks no more if not.
    if (statement.getWarnings() == null) {
      return TextTable.of();
    }
    try (Statement show = statement.getConnection().createStatement();
        ResultSet answer = show.executeQuery("SHOW WARNINGS")) {
      return read(answer);
    }
  }

  private static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  /// Returns `ERROR 1146 (42S02): message` for an error of the server, as the `mysql` client words
  /// it.
  public static String text(SQLException e) {
    String message = CONNECTION_MARK.matcher(String.valueOf(e.getMessage())).replaceFirst("");
    return e.getErrorCode() == 0
        ? "ERROR: " + message
        : "ERROR " + e.getErrorCode() + " (" + e.getSQLState() + "): " + message;
  }
}

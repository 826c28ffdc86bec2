package io.minitidb.tidb.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// What a query answered: columns with their types, and rows, or an error.
///
/// @param columns label and type of each
/// @param doubles for each column whether it holds doubles
/// @param error code, SQLSTATE and message; empty when there are rows
record Answer(List<String> columns, List<Boolean> doubles, List<List<String>> rows, String error) {
  private static final double TOLERANCE = 1e-9;

  /// Runs `query`.
  static Answer to(Connection connection, String query) {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(query)
          ? of(statement.getResultSet())
          : new Answer(List.of(), List.of(), List.of(), "");
    } catch (SQLException e) {
      String message = String.valueOf(e.getMessage()).replaceFirst("^\\(conn=\\d+\\) ", "");
      return new Answer(
          List.of(),
          List.of(),
          List.of(),
          e.getErrorCode() + " (" + e.getSQLState() + "): " + message);
    }
  }

  private static Answer of(ResultSet result) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    List<String> columns = new ArrayList<>();
    List<Boolean> doubles = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(
          "%s %s(%d,%d)%s"
              .formatted(
                  meta.getColumnLabel(i),
                  meta.getColumnTypeName(i),
                  meta.getPrecision(i),
                  meta.getScale(i),
                  meta.isSigned(i) ? "" : " unsigned"));
      doubles.add(meta.getColumnTypeName(i).equals("DOUBLE"));
    }
    List<List<String>> rows = new ArrayList<>();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        row.add(String.valueOf(result.getString(i)));
      }
      rows.add(row);
    }
    return new Answer(columns, doubles, rows, "");
  }

  boolean isError() {
    return !error.isEmpty();
  }

  boolean isOutOfRange() {
    return error.startsWith("1690");
  }

  /// Whether the error shows a fault of the server instead of one of the query.
  boolean isInternal() {
    return error.startsWith("1105") && error.contains("nternal")
        || error.contains("Exception")
        || error.contains("java.")
        || error.contains("calcite");
  }

  /// Returns this with `word` in labels and errors replaced.
  Answer replace(String word, String by) {
    return new Answer(
        columns.stream().map(column -> column.replace(word, by)).toList(),
        doubles,
        rows,
        error.replace(word, by));
  }

  /// Says in what `other` differs; empty when it does not. Rows may come in any order, and doubles
  /// may differ in the last digits, since nodes answer in any order.
  String difference(Answer other) {
    if (!error.equals(other.error)) {
      return "error '" + error + "' became '" + other.error + "'";
    }
    if (!columns.equals(other.columns)) {
      return "columns " + columns + " became " + other.columns;
    }
    List<List<String>> left = sorted();
    List<List<String>> right = other.sorted();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      List<String> one = i < left.size() ? left.get(i) : List.of("no row");
      List<String> two = i < right.size() ? right.get(i) : List.of("no row");
      if (!near(one, two)) {
        return "row " + one + " became " + two + " of " + left.size() + " and " + right.size();
      }
    }
    return "";
  }

  private boolean near(List<String> left, List<String> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!left.get(i).equals(right.get(i))
          && !(doubles.get(i) && near(left.get(i), right.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean near(String left, String right) {
    if (left.equals("null") || right.equals("null")) {
      return false;
    }
    double a = Double.parseDouble(left);
    double b = Double.parseDouble(right);
    return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
  }

  /// Exact columns first, so that digits that differ change no order.
  private List<List<String>> sorted() {
    List<List<String>> sorted = new ArrayList<>(rows);
    Comparator<List<String>> order = Comparator.comparing(row -> "");
    for (boolean inexact : List.of(false, true)) {
      for (int i = 0; i < columns.size(); i++) {
        int column = i;
        if (doubles.get(i) == inexact) {
          order =
              inexact
                  ? order.thenComparingDouble(row -> number(row.get(column)))
                  : order.thenComparing(row -> row.get(column));
        }
      }
    }
    Collections.sort(sorted, order);
    return sorted;
  }

  private static double number(String text) {
    return text.equals("null") ? Double.NaN : Double.parseDouble(text);
  }

  String text() {
    return isError()
        ? "ERROR " + error
        : String.join(" | ", columns)
            + rows.stream()
                .limit(40)
                .map(row -> String.join(" | ", row))
                .collect(Collectors.joining("\n", "\n", ""));
  }
}

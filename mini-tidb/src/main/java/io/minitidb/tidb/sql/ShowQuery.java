package io.minitidb.tidb.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A SHOW that is a query over a table: MySQL's labels, and where each value comes from. LIKE and
/// WHERE see the labels.
///
/// @param from a table, or a table with its joins
/// @param where which rows of it there are; SQL
/// @param order SQL, or empty for the order of the table
record ShowQuery(List<Shown> columns, String from, String where, List<String> order) {

  /// @param value SQL over the columns of the table
  record Shown(String label, String value) {}

  /// @param columns labels in their order, each either the name of a column as well, or followed by
  ///   `=` and its value
  static ShowQuery of(String from, String... columns) {
    return new ShowQuery(
        Arrays.stream(columns).map(ShowQuery::shown).toList(), from, "1 = 1", List.of());
  }

  private static Shown shown(String column) {
    int equals = column.indexOf('=');
    return equals < 0
        ? new Shown(column, name(column))
        : new Shown(column.substring(0, equals), column.substring(equals + 1));
  }

  ShowQuery where(String condition) {
    return new ShowQuery(columns, from, where + " AND " + condition, order);
  }

  ShowQuery orderBy(String... values) {
    return new ShowQuery(columns, from, where, List.of(values));
  }

  List<String> labels() {
    return columns.stream().map(Shown::label).toList();
  }

  /// Returns the condition of `SHOW ... LIKE`, which compares the first column in any case.
  String like(String pattern) {
    return "lower("
        + name(columns.getFirst().label())
        + ") LIKE "
        + text(pattern.toLowerCase(Locale.ROOT));
  }

  /// Returns the query for the rows that satisfy `filter`, a condition over the labels.
  String sql(String filter) {
    List<String> inner =
        IntStream.range(0, order.size())
            .mapToObj(i -> order.get(i) + " AS " + name("#" + i))
            .collect(Collectors.toList());
    inner.addAll(
        0, columns.stream().map(column -> column.value() + " AS " + name(column.label())).toList());
    String sorted =
        IntStream.range(0, order.size())
            .mapToObj(i -> name("#" + i))
            .collect(Collectors.joining(", "));
    return "SELECT "
        + labels().stream().map(ShowQuery::name).collect(Collectors.joining(", "))
        + " FROM (SELECT "
        + String.join(", ", inner)
        + " FROM "
        + from
        + " WHERE "
        + where
        + ") AS shown WHERE "
        + filter
        + (sorted.isEmpty() ? "" : " ORDER BY " + sorted);
  }

  /// Returns a name in quotes.
  static String name(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /// Returns a text as a literal.
  static String text(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.tidb.sql.RandomExpressions.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Queries over the tables, whose answers are determined: rows that are limited are ordered by all
/// their columns, and nothing is computed of sums of doubles, which depend on the order of rows.
/// Places of literals stay open, see [RandomLiterals]. Aliases of tables begin with `zz`.
final class RandomQueries {
  private static final String NODE_COLUMNS = "zz\\w+\\.(instance|node_type|ip|id)";
  private static final List<String> NODE_PREDICATES =
      List.of(
          "COLUMN = {?N}",
          "COLUMN <> {?N}",
          "COLUMN in ({?N}, {?N}, {?N})",
          "(COLUMN = {?N} or COLUMN = {?N})",
          "(COLUMN = {?N} or {b})",
          "(COLUMN = {?N} and {b})",
          "COLUMN not in ({?N}, {?N})",
          "COLUMN like {?L}",
          "concat(COLUMN, '') = {?N}",
          "COLUMN > {?N}",
          "COLUMN between {?N} and {?N}",
          "not (COLUMN <=> {?N})",
          "COLUMN = {?N} and COLUMN <> {?N}",
          "upper(COLUMN) = upper({?N})",
          "COLUMN in ({?N}, null)",
          "if(COLUMN = {?N}, {b}, {b})");

  private final RandomExpressions expressions;
  private final RandomAggregates aggregates;
  private int aliases;

  /// A query and the kinds of its columns.
  private record Select(String text, List<Character> kinds) {}

  RandomQueries(long seed) {
    expressions = new RandomExpressions(new SplittableRandom(seed));
    aggregates = new RandomAggregates(expressions);
  }

  private String alias() {
    return "zz" + aliases++;
  }

  /// Returns the next query.
  String next() {
    if (expressions.chance(0.1)) {
      return union();
    }
    if (expressions.chance(0.08)) {
      return cte();
    }
    return limited(select(true), 0.35);
  }

  private Select select(boolean top) {
    int choice = expressions.below(20);
    if (choice < 9) {
      return plain();
    }
    return choice < 17 ? grouped(top) : windowed();
  }

  private String limited(Select select, double share) {
    if (!expressions.chance(share) || select.kinds().contains('R')) {
      return select.text();
    }
    String order =
        IntStream.rangeClosed(1, select.kinds().size())
            .mapToObj(i -> i + (expressions.chance(0.3) ? " desc" : ""))
            .collect(Collectors.joining(", "));
    String limit =
        expressions.chance(0.6)
            ? " limit " + expressions.below(12) + (expressions.chance(0.2) ? " offset 2" : "")
            : "";
    return select.text() + " order by " + order + limit;
  }

  private String union() {
    List<Character> kinds = kinds(1 + expressions.below(3));
    String word =
        expressions.pick(
            List.of(" union ", " union ", " union all ", " union all ", " intersect ", " except "));
    String text = plain(kinds) + word + plain(kinds);
    return limited(new Select(text, kinds), 0.5);
  }

  private String cte() {
    Select select = select(false);
    RandomSource both = numbered(select);
    String left = alias();
    String right = alias();
    List<Item> columns = new ArrayList<>(both.columnsOf(left));
    columns.addAll(both.columnsOf(right));
    List<Character> kinds = kinds(2);
    String on = left + ".c1 " + expressions.pick(List.of("=", "<=>")) + " " + right + ".c1";
    String text =
        "with zzcte%s as (%s) select %s from zzcte %s join zzcte %s on %s"
            .formatted(columnList(select), select.text(), items(kinds, columns), left, right, on);
    return text + where(columns);
  }

  private List<Character> kinds(int count) {
    return IntStream.range(0, count).mapToObj(i -> expressions.kind()).toList();
  }

  private Select plain() {
    List<Character> kinds = kinds(1 + expressions.below(4));
    return new Select(plain(kinds), kinds);
  }

  private String plain(List<Character> kinds) {
    RandomSource source = source(true);
    return "select "
        + (expressions.chance(0.2) ? "distinct " : "")
        + items(kinds, source.columns())
        + " from "
        + source.text()
        + where(source.columns());
  }

  private String items(List<Character> kinds, List<Item> columns) {
    return kinds.stream()
        .map(kind ->
            expressions.chance(0.04)
                ? scalar(kind)
                : expressions.of(kind, columns, expressions.below(4)))
        .collect(Collectors.joining(", "));
  }

  private String where(List<Item> columns) {
    if (expressions.chance(0.35)) {
      return "";
    }
    String condition = expressions.of('b', columns, 1 + expressions.below(3));
    if (expressions.chance(0.4)) {
      condition = "(" + condition + " or " + expressions.of('b', columns, 1) + ")";
    }
    if (expressions.chance(0.2)) {
      condition = "(" + condition + ") and " + ofNodes(columns);
    }
    if (expressions.chance(0.25)) {
      String more = subquery(columns);
      condition = expressions.chance(0.8) ? condition + " and " + more : condition + " or " + more;
    }
    return " where " + condition;
  }

  /// Returns what may decide which nodes are asked.
  private String ofNodes(List<Item> columns) {
    List<Item> named = columns.stream().filter(c -> c.text().matches(NODE_COLUMNS)).toList();
    String column = named.isEmpty() ? "{N8" + aliases++ + "}" : expressions.pick(named).text();
    return expressions
        .fill(expressions.pick(NODE_PREDICATES), 'b', columns, 0)
        .replace("COLUMN", column);
  }

  private String subquery(List<Item> columns) {
    RandomSource inner = source(false);
    char kind = expressions.pick(List.of('i', 't', 'd'));
    String outer = expressions.of(kind, columns, 1);
    String value = expressions.of(kind, inner.columns(), 1);
    String from = " from " + inner.text();
    String condition = expressions.of('b', inner.columns(), 1);
    return switch (expressions.below(8)) {
      case 6 ->
          outer
              + expressions.pick(List.of(" >= all", " < any", " = any", " <> all"))
              + " (select "
              + value
              + from
              + " where "
              + condition
              + ")";
      case 7 ->
          "(select max(" + value + ")" + from + " where " + value + " <= " + outer + ") = " + outer;
      case 0 -> outer + " in (select " + value + from + " where " + condition + ")";
      case 1 -> outer + " not in (select " + value + from + " where " + condition + ")";
      case 2 ->
          "exists (select 1" + from + " where " + condition + " and " + value + " = " + outer + ")";
      case 3 -> "not exists (select 1" + from + " where " + value + " = " + outer + ")";
      case 4 -> outer + " >= (select min(" + value + ")" + from + " where " + condition + ")";
      default -> "(select count(*)" + from + " where " + condition + ") > {?I9" + aliases++ + "}";
    };
  }

  private String scalar(char kind) {
    RandomSource inner = source(false);
    return "(select "
        + expressions.pick(List.of("min(", "max("))
        + expressions.of(kind, inner.columns(), 1)
        + ") from "
        + inner.text()
        + where(inner.columns())
        + ")";
  }

  private Select grouped(boolean top) {
    RandomSource source = source(true);
    List<Character> kinds = new ArrayList<>(kinds(expressions.below(3)));
    List<String> keys =
        kinds.stream()
            .map(kind -> expressions.of(kind, source.columns(), expressions.below(3)))
            .map(key -> key.matches("null|\\{\\w+}") ? "coalesce(" + key + ")" : key)
            .toList();
    List<String> items = new ArrayList<>(keys);
    for (int i = 0; i <= expressions.below(3); i++) {
      Item item = aggregates.aggregate(source.columns(), top);
      items.add(item.text());
      kinds.add(item.kind());
    }
    String rollup = expressions.chance(0.08) ? " with rollup" : "";
    String having =
        expressions.chance(0.3)
            ? " having "
                + expressions.pick(
                    List.of(
                        "count(*) > {?S9" + aliases++ + "}",
                        "max(" + expressions.of('i', source.columns(), 1) + ") is not null",
                        "min("
                            + expressions.of('t', source.columns(), 1)
                            + ") <= {?T9"
                            + aliases++
                            + "}"))
            : "";
    return new Select(
        "select "
            + String.join(", ", items)
            + " from "
            + source.text()
            + where(source.columns())
            + (keys.isEmpty() ? "" : " group by " + String.join(", ", keys) + rollup)
            + having,
        List.copyOf(kinds));
  }

  private Select windowed() {
    RandomSource source = source(true);
    List<Item> columns = source.columns();
    Item item = aggregates.window(columns, source.key());
    List<Character> kinds = new ArrayList<>(kinds(1 + expressions.below(2)));
    String items = items(kinds, columns) + ", " + item.text();
    kinds.add(item.kind());
    return new Select(
        "select " + items + " from " + source.text() + where(columns), List.copyOf(kinds));
  }

  private RandomSource source(boolean joins) {
    if (joins && expressions.chance(0.06)) {
      Select select = select(false);
      String alias = alias();
      return new RandomSource(
          "(" + limited(select, 0.3) + ") " + alias + columnList(select),
          numbered(select).columnsOf(alias),
          List.of());
    }
    RandomSource left = expressions.pick(RandomSource.TABLES).as(alias());
    return joins && expressions.chance(0.22) ? joined(left) : left;
  }

  private RandomSource joined(RandomSource left) {
    if (left.text().startsWith("cluster_processlist") && expressions.chance(0.4)) {
      return usingInstance(left);
    }
    RandomSource right = expressions.pick(RandomSource.TABLES).as(alias());
    List<Item> columns = new ArrayList<>(left.columns());
    columns.addAll(right.columns());
    char kind = expressions.pick(List.of('i', 't', 't'));
    String on =
        expressions.of(kind, left.columns(), expressions.below(2))
            + " = "
            + expressions.of(kind, right.columns(), expressions.below(2));
    if (expressions.chance(0.3)) {
      on += " and " + expressions.of('b', columns, 1);
    }
    List<String> key = new ArrayList<>(left.key());
    key.addAll(right.key());
    String word = expressions.pick(List.of(" join ", " left join ", " right join "));
    return new RandomSource(left.text() + word + right.text() + " on " + on, columns, key);
  }

  /// Joins connections to others of the same node.
  private RandomSource usingInstance(RandomSource left) {
    RandomSource right =
        RandomSource.table("cluster_processlist", "id:i user:t db:t command:t info:t", "id")
            .as(alias());
    List<Item> columns = new ArrayList<>(left.columns());
    columns.addAll(right.columns());
    List<String> key = new ArrayList<>(left.key());
    key.addAll(right.key());
    String word = expressions.pick(List.of(" join ", " left join ", " right join "));
    return new RandomSource(
        left.text() + word + right.text() + " using (instance, id)", columns, key);
  }

  private static String columnList(Select select) {
    return numbered(select).columns().stream()
        .map(Item::text)
        .collect(Collectors.joining(", ", " (", ")"));
  }

  /// Names the columns of a query c1, c2, ...
  private static RandomSource numbered(Select select) {
    List<Item> columns = new ArrayList<>();
    for (char kind : select.kinds()) {
      columns.add(new Item(kind, "c" + (columns.size() + 1)));
    }
    return new RandomSource("", columns, List.of());
  }
}

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
  private static final List<Source> TABLES =
      List.of(
          table("cluster_node_infos", "cpu:r net:i memory:r disk:r node_type:t ip:t id:t", "id"),
          table("node_info", "cpu:r net:i memory:r node_type:t ip:t id:t", "id"),
          table(
              "cluster_processlist",
              "instance:t id:i user:t host:t db:t command:t time:i state:t info:t mem:i",
              "instance id"),
          table("processlist", "id:i user:t host:t db:t command:t state:t info:t digest:t", "id"),
          table(
              "information_schema.columns",
              "table_name:t column_name:t ordinal_position:i is_nullable:t data_type:t"
                  + " character_maximum_length:i numeric_precision:i column_type:t",
              "table_name column_name"),
          table("information_schema.tables", "table_name:t table_type:t engine:t", "table_name"),
          table(
              "(select id, net, node_type, cast(cpu as decimal(10, 3)) de,"
                  + " date_add('2024-01-31 10:20:30', interval net hour) te,"
                  + " timestamp '2024-02-28 23:59:59' + interval net day mo,"
                  + " date '2024-12-31' + interval net day da, sec_to_time(net * 1000) cl"
                  + " from cluster_node_infos)",
              "id:t net:i node_type:t de:d te:t mo:m da:a cl:c",
              "id"),
          table(
              "(select 1 a, 'a' b, 1.5 c, date '2024-02-29' d union all select null, 'b', null, null"
                  + " union all select 3, null, -2.25, date '2023-01-01'"
                  + " union all select -4, 'tikv', 0.0, null)",
              "a:i b:t c:d d:a",
              "a b"));

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
  private int aliases;

  /// What stands in FROM.
  ///
  /// @param text with `%s` where the alias belongs, if it is a table
  /// @param columns with their kinds
  /// @param key columns that tell the rows apart; empty when there may be none
  private record Source(String text, List<Item> columns, List<String> key) {}

  /// A query and the kinds of its columns.
  private record Select(String text, List<Character> kinds) {}

  RandomQueries(long seed) {
    expressions = new RandomExpressions(new SplittableRandom(seed));
  }

  private static Source table(String name, String columns, String key) {
    return new Source(
        name,
        List.of(columns.split(" ")).stream()
            .map(c -> new Item(c.charAt(c.length() - 1), c.substring(0, c.length() - 2)))
            .toList(),
        List.of(key.split(" ")));
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
    Source both = numbered(select);
    String left = alias();
    String right = alias();
    List<Item> columns = new ArrayList<>(renamed(both, left));
    columns.addAll(renamed(both, right));
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
    Source source = source(true);
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
    Source inner = source(false);
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
    Source inner = source(false);
    return "(select "
        + expressions.pick(List.of("min(", "max("))
        + expressions.of(kind, inner.columns(), 1)
        + ") from "
        + inner.text()
        + where(inner.columns())
        + ")";
  }

  private Select grouped(boolean top) {
    Source source = source(true);
    List<Character> kinds = new ArrayList<>(kinds(expressions.below(3)));
    List<String> keys =
        kinds.stream()
            .map(kind -> expressions.of(kind, source.columns(), expressions.below(3)))
            .map(key -> key.matches("null|\\{\\w+}") ? "coalesce(" + key + ")" : key)
            .toList();
    List<String> items = new ArrayList<>(keys);
    for (int i = 0; i <= expressions.below(3); i++) {
      Item item = aggregate(source.columns(), top);
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

  /// @param top whether a value that depends on the order of rows may be made, kind `R`
  private Item aggregate(List<Item> columns, boolean top) {
    char any = expressions.kind();
    String value = expressions.of(any, columns, expressions.below(3));
    String exact =
        expressions.of(expressions.pick(List.of('i', 'd')), columns, expressions.below(3));
    String integer = expressions.of('i', columns, expressions.below(2));
    String text = expressions.of('t', columns, expressions.below(2));
    return switch (expressions.below(top ? 15 : 12)) {
      case 0 -> new Item('i', "count(*)");
      case 1 -> new Item('i', "count(" + value + ")");
      case 2 -> new Item('i', "count(distinct " + value + ")");
      case 3 -> new Item('i', "count(distinct " + value + ", " + text + ")");
      case 4 -> new Item(any, "min(" + value + ")");
      case 5 -> new Item(any, "max(" + value + ")");
      case 6 -> new Item('d', "sum(" + exact + ")");
      case 7 -> new Item('d', "avg(" + exact + ")");
      case 8 -> new Item('d', "sum(distinct " + exact + ")");
      case 9 ->
          new Item(
              't',
              "group_concat(%s%s order by %s)"
                  .formatted(expressions.chance(0.5) ? "distinct " : "", text, text));
      case 10 ->
          new Item(
              'i',
              expressions.pick(List.of("bit_or(", "bit_xor(", "bit_and(", "approx_count_distinct("))
                  + integer
                  + ")");
      case 11 ->
          new Item(
              'd', "ifnull(sum(" + exact + "), 0) / (count(*) + " + expressions.below(3) + ")");
      case 12 -> new Item('R', expressions.pick(List.of("std(", "var_samp(")) + exact + ")");
      default ->
          new Item(
              'R',
              expressions.pick(List.of("sum(", "avg("))
                  + expressions.of('r', columns, expressions.below(2))
                  + ")");
    };
  }

  private Select windowed() {
    Source source = source(true);
    List<Item> columns = source.columns();
    String order = " order by " + expressions.of(expressions.pick(List.of('i', 't')), columns, 1);
    String partition =
        expressions.chance(0.5) ? "partition by " + expressions.of('t', columns, 1) : "";
    String over = " over (" + partition + order + ")";
    String exact = expressions.of(expressions.pick(List.of('i', 'd')), columns, 1);
    String key = source.key().isEmpty() ? "" : order + ", " + String.join(", ", source.key());
    Item item =
        switch (expressions.below(source.key().isEmpty() ? 6 : 9)) {
          case 0 -> new Item('i', "rank()" + over);
          case 1 -> new Item('i', "dense_rank()" + over);
          case 2 ->
              new Item('r', expressions.pick(List.of("percent_rank()", "cume_dist()")) + over);
          case 3 -> new Item('d', "sum(" + exact + ")" + over);
          case 4 -> new Item('i', "count(" + exact + ") over (" + partition + ")");
          case 5 -> new Item('d', expressions.pick(List.of("max(", "min(")) + exact + ")" + over);
          case 6 -> new Item('i', "row_number() over (" + partition + key + ")");
          case 7 ->
              new Item(
                  't',
                  expressions.pick(List.of("lag(", "lead(", "first_value("))
                      + expressions.of('t', columns, 1)
                      + ") over ("
                      + partition
                      + key
                      + ")");
          default ->
              new Item(
                  'd',
                  "sum("
                      + exact
                      + ") over ("
                      + partition
                      + key
                      + " rows between 2 preceding and 1 following)");
        };
    List<Character> kinds = new ArrayList<>(kinds(1 + expressions.below(2)));
    String items = items(kinds, columns) + ", " + item.text();
    kinds.add(item.kind());
    return new Select(
        "select " + items + " from " + source.text() + where(columns), List.copyOf(kinds));
  }

  private Source source(boolean joins) {
    if (joins && expressions.chance(0.06)) {
      Select select = select(false);
      String alias = alias();
      return new Source(
          "(" + limited(select, 0.3) + ") " + alias + columnList(select),
          renamed(numbered(select), alias),
          List.of());
    }
    Source left = aliased(expressions.pick(TABLES));
    return joins && expressions.chance(0.22) ? joined(left) : left;
  }

  private Source joined(Source left) {
    if (left.text().startsWith("cluster_processlist") && expressions.chance(0.4)) {
      return usingInstance(left);
    }
    Source right = aliased(expressions.pick(TABLES));
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
    return new Source(left.text() + word + right.text() + " on " + on, columns, key);
  }

  /// Joins connections to others of the same node.
  private Source usingInstance(Source left) {
    Source right = aliased(table("cluster_processlist", "id:i user:t db:t command:t info:t", "id"));
    List<Item> columns = new ArrayList<>(left.columns());
    columns.addAll(right.columns());
    List<String> key = new ArrayList<>(left.key());
    key.addAll(right.key());
    String word = expressions.pick(List.of(" join ", " left join ", " right join "));
    return new Source(left.text() + word + right.text() + " using (instance, id)", columns, key);
  }

  private static String columnList(Select select) {
    return numbered(select).columns().stream()
        .map(Item::text)
        .collect(Collectors.joining(", ", " (", ")"));
  }

  /// Names the columns of a query c1, c2, ...
  private static Source numbered(Select select) {
    List<Item> columns = new ArrayList<>();
    for (char kind : select.kinds()) {
      columns.add(new Item(kind, "c" + (columns.size() + 1)));
    }
    return new Source("", columns, List.of());
  }

  private Source aliased(Source table) {
    String alias = alias();
    return new Source(
        table.text() + " " + alias,
        renamed(table, alias),
        table.key().stream().map(column -> alias + "." + column).toList());
  }

  private static List<Item> renamed(Source source, String alias) {
    return source.columns().stream()
        .map(column -> new Item(column.kind(), alias + "." + column.text()))
        .toList();
  }
}

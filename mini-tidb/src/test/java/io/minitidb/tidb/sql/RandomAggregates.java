package io.minitidb.tidb.sql;

import io.minitidb.tidb.sql.RandomExpressions.Item;
import java.util.List;

/// Aggregates and window functions.
record RandomAggregates(RandomExpressions expressions) {
  /// @param top whether a value that depends on the order of rows may be made, kind `R`
  Item aggregate(List<Item> columns, boolean top) {
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

  /// @param key columns that tell the rows apart; without them only what treats peers alike is made
  Item window(List<Item> columns, List<String> key) {
    String order = " order by " + expressions.of(expressions.pick(List.of('i', 't')), columns, 1);
    String partition =
        expressions.chance(0.5) ? "partition by " + expressions.of('t', columns, 1) : "";
    String over = " over (" + partition + order + ")";
    String exact = expressions.of(expressions.pick(List.of('i', 'd')), columns, 1);
    String whole = key.isEmpty() ? "" : order + ", " + String.join(", ", key);
    return switch (expressions.below(key.isEmpty() ? 6 : 9)) {
      case 0 -> new Item('i', "rank()" + over);
      case 1 -> new Item('i', "dense_rank()" + over);
      case 2 -> new Item('r', expressions.pick(List.of("percent_rank()", "cume_dist()")) + over);
      case 3 -> new Item('d', "sum(" + exact + ")" + over);
      case 4 -> new Item('i', "count(" + exact + ") over (" + partition + ")");
      case 5 -> new Item('d', expressions.pick(List.of("max(", "min(")) + exact + ")" + over);
      case 6 -> new Item('i', "row_number() over (" + partition + whole + ")");
      case 7 ->
          new Item(
              't',
              expressions.pick(List.of("lag(", "lead(", "first_value("))
                  + expressions.of('t', columns, 1)
                  + ") over ("
                  + partition
                  + whole
                  + ")");
      default ->
          new Item(
              'd',
              "sum("
                  + exact
                  + ") over ("
                  + partition
                  + whole
                  + " rows between 2 preceding and 1 following)");
    };
  }
}

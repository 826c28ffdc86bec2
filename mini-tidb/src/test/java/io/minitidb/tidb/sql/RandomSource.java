package io.minitidb.tidb.sql;

import io.minitidb.tidb.sql.RandomExpressions.Item;
import java.util.List;

/// What stands in FROM.
///
/// @param text a table, a query or a join
/// @param columns with their kinds, see [RandomGrammar]
/// @param key columns that tell the rows apart; empty when there may be none
record RandomSource(String text, List<Item> columns, List<String> key) {
  static final List<RandomSource> TABLES =
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

  static RandomSource table(String name, String columns, String key) {
    return new RandomSource(
        name,
        List.of(columns.split(" ")).stream()
            .map(c -> new Item(c.charAt(c.length() - 1), c.substring(0, c.length() - 2)))
            .toList(),
        List.of(key.split(" ")));
  }

  /// Returns the same under a name of its own.
  RandomSource as(String alias) {
    return new RandomSource(
        text + " " + alias,
        columnsOf(alias),
        key.stream().map(column -> alias + "." + column).toList());
  }

  List<Item> columnsOf(String alias) {
    return columns.stream()
        .map(column -> new Item(column.kind(), alias + "." + column.text()))
        .toList();
  }
}

package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What nodes were is there for any mini-tidb, each row once, with a store dead and after a restart
/// of everything.
@ExtendWith(ClusterExtension.class)
class HistoryIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String HISTORY = "information_schema.cluster_processes_history";

  private final LocalCluster cluster;
  private final List<String> instances;

  HistoryIT(LocalCluster cluster) {
    this.cluster = cluster;
    this.instances = cluster.nodes().stream().map(Node::address).map(Object::toString).toList();
  }

  private Sql connect(String tidb) throws SQLException {
    Sql sql = Sql.connect(cluster, tidb);
    sql.run("set time_zone = '+00:00'");
    return sql;
  }

  @Test
  void historyOutlivesItsNodesItsStoresAndTheCluster() throws SQLException {
    try (Sql first = connect("tidb-0");
        Sql second = connect("tidb-1")) {
      for (Sql sql : List.of(first, second)) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(() ->
                assertThat(
                        sql.column(
                            "select instance from %s group by instance having count(*) > 3"
                                .formatted(HISTORY)))
                    .containsExactlyInAnyOrderElementsOf(instances));
      }
      everyCopyHasBegun(first);
      // The first ticks of all were taken while there was one store.
      String from = now();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(
                      first.column(
                          "select instance from %s where time > '%s' group by instance having count(*) > 4"
                              .formatted(HISTORY, from)))
                  .hasSameSizeAs(instances));
      String range = "time > '%s' and time < '%s'".formatted(from, before(2));
      String query =
          "select time, instance, type, pid, cpu, rss from %s where %s order by instance, time"
              .formatted(HISTORY, range);
      List<Map<String, String>> before = first.rows(query);
      assertThat(before).hasSizeGreaterThan(instances.size()).doesNotHaveDuplicates();
      assertThat(second.rows(query)).isEqualTo(before);
      newestFirst(first);
      perMinute(second, before.size(), range);
      aDeadStoresRowsComeFromTheCopies(first, query, before);
      wholeRestart(query, before);
    }
  }

  private static String now() {
    return before(0);
  }

  private static String before(int seconds) {
    return LocalDateTime.now(ZoneOffset.UTC)
        .minusSeconds(seconds)
        .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
  }

  private static void everyCopyHasBegun(Sql sql) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(
                    sql.column(
                        "select node_instance from information_schema.cluster_history_copies"
                            + " group by node_instance having count(distinct instance) < 2"))
                .isEmpty());
  }

  private static void newestFirst(Sql sql) throws SQLException {
    List<Map<String, String>> newest =
        sql.rows("select time, instance from %s order by time desc limit 5".formatted(HISTORY));
    assertThat(newest).hasSize(5);
    assertThat(newest.stream().map(row -> row.getOrDefault("time", "")).toList())
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  private static void perMinute(Sql sql, int rows, String range) throws SQLException {
    String query =
        "select date_format(time, '%H:%i') as m, count(*) as n, max(cpu) from "
            + HISTORY
            + " where "
            + range
            + " group by 1";
    assertThat(
            sql.rows(query).stream()
                .mapToInt(row -> Integer.parseInt(row.getOrDefault("n", "")))
                .sum())
        .isEqualTo(rows);
    assertThat(sql.rows("explain " + query).toString()).contains("cop[tikv]");
    assertThat(sql.rows("explain analyze " + query).toString())
        .contains("scan_detail: {total_process_keys: ");
  }

  private void aDeadStoresRowsComeFromTheCopies(
      Sql sql, String query, List<Map<String, String>> before) throws SQLException {
    Node dead = cluster.node("tikv-1");
    cluster.kill(dead.name());
    sql.run("set tidb_cluster_strict = on");
    assertThat(sql.rows(query)).isEqualTo(before);
    assertThat(sql.warnings())
        .singleElement()
        .asString()
        .contains(dead.address().toString())
        .contains("the other stores answer with their copies");
    sql.run("set tidb_cluster_strict = off");
    cluster.restart(dead.name());
  }

  private void wholeRestart(String query, List<Map<String, String>> before) {
    cluster.stop();
    cluster.start();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          try (Sql sql = connect("tidb-1")) {
            assertThat(sql.rows(query)).isEqualTo(before);
          }
        });
  }
}

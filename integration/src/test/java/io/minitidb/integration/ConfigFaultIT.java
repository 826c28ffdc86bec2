package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.NodeStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Changes of the configuration while nodes are killed at random moments. In each round both
/// mini-tidbs change the same two items, and a coordinator, a target or a mini-pd with its etcd is
/// killed meanwhile. Afterwards all nodes must run the same revision, both items must come from the
/// same change, and the history must tell what is true.
///
/// `-Dfault.rounds=200` is the long form; `-Dfault.seed` repeats a run.
@ExtendWith(ClusterExtension.class)
class ConfigFaultIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ROUNDS = Integer.getInteger("fault.rounds", 8);
  private static final long SEED = Long.getLong("fault.seed", System.nanoTime());

  /// Values of `log.level` with the value of `node.sample-interval` that goes with each. The first
  /// ones are the defaults.
  private static final Map<String, String> PAIRS =
      new TreeMap<>(Map.of("info", "1s", "warn", "2s", "error", "3s"));

  private static final String ITEMS = "`key` in ('log.level', 'node.sample-interval')";

  private final LocalCluster cluster;
  private final Random random = new Random(SEED);
  private final Map<String, Integer> counts = new TreeMap<>();

  ConfigFaultIT(LocalCluster cluster) {
    this.cluster = cluster;
  }

  /// What became of a statement.
  private enum Outcome {
    DONE,
    REFUSED,
    UNKNOWN
  }

  /// @param changed whether it said that nodes run another revision now
  private record Attempt(String text, Outcome outcome, boolean changed) {}

  @AfterEach
  void putBack() throws SQLException {
    repair();
    try (Sql sql = Sql.connect(cluster)) {
      sql.run("admin rollback config to revision 0");
    }
  }

  @Test
  void allNodesRunTheSameAndTheHistoryTellsTheTruth() throws Exception {
    System.err.println("fault.seed " + SEED + ", rounds " + ROUNDS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 1; round <= ROUNDS; round++) {
        String where = "round " + round + ", seed " + SEED;
        List<Callable<Attempt>> statements =
            List.of(attempt("tidb-0", round), attempt("tidb-1", round));
        List<Future<Attempt>> running = statements.stream().map(threads::submit).toList();
        String victim = victim();
        TimeUnit.MICROSECONDS.sleep(random.nextInt(120_000)); // the random step
        cluster.kill(victim);
        count("killed " + victim.replaceAll("-\\d", ""));
        List<Attempt> attempts = new ArrayList<>();
        for (Future<Attempt> statement : running) {
          attempts.add(statement.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        repair();
        check(where, attempts);
      }
    }
    System.err.println("faults: " + counts);
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  private String victim() {
    List<String> all = cluster.nodes().stream().map(node -> node.name()).toList();
    return all.get(random.nextInt(all.size()));
  }

  private Callable<Attempt> attempt(String server, int round) {
    List<String> levels = List.copyOf(PAIRS.keySet());
    String level = levels.get(random.nextInt(levels.size()));
    String interval = PAIRS.getOrDefault(level, "");
    List<String> kinds = List.of("tidb", "tikv", "pd");
    String kind = kinds.get(random.nextInt(kinds.size()));
    String mark = " /* " + server + " round " + round + " of " + SEED + " */";
    String text =
        switch (random.nextInt(4)) {
          case 0 ->
              "update information_schema.cluster_config set value = case `key` when 'log.level' then '"
                  + level
                  + "' else '"
                  + interval
                  + "' end where "
                  + ITEMS;
          case 1 -> "set config " + kind + " log.level = default, node.sample-interval = default";
          default ->
              "set config "
                  + kind
                  + " log.level = '"
                  + level
                  + "', node.sample-interval = '"
                  + interval
                  + "'";
        };
    return () -> run(server, text + mark);
  }

  private Attempt run(String server, String text) {
    try (Sql sql = Sql.connect(cluster, server)) {
      sql.run(text);
      boolean changed = sql.warnings().stream().anyMatch(each -> each.contains("revision "));
      boolean same = sql.warnings().stream().anyMatch(each -> each.contains("nothing had to be"));
      return new Attempt(text, Outcome.DONE, changed && !same);
    } catch (SQLException e) {
      boolean refused = String.valueOf(e.getMessage()).contains("nothing is changed");
      return new Attempt(text, refused ? Outcome.REFUSED : Outcome.UNKNOWN, false);
    }
  }

  private void repair() {
    for (NodeStatus node : cluster.status()) {
      if (node.state() == NodeStatus.State.STOPPED) {
        cluster.restart(node.node().name());
      }
    }
  }

  private void check(String where, List<Attempt> attempts) throws SQLException {
    try (Sql sql = Sql.connect(cluster)) {
      await(where)
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() -> {
            assertThat(sql.column("select distinct instance from cluster_config")).hasSize(8);
            assertThat(sql.column("select distinct revision from cluster_config"))
                .as(where)
                .isEqualTo(
                    sql.column("select ifnull(max(revision), 0) from cluster_config_history"));
          });
      await(where)
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() ->
              assertThat(sql.rows("select * from cluster_config_history where outcome = 'pending'"))
                  .as(where)
                  .isEmpty());
      assertPairs(where, sql);
      assertHistory(where, sql);
      assertAttempts(where, sql, attempts);
    }
  }

  private static void assertPairs(String where, Sql sql) throws SQLException {
    String query =
        "select concat(type, ' ', instance) node, max(if(`key` = 'log.level', value, null)) level,"
            + " max(if(`key` <> 'log.level', value, null)) rate from cluster_config where "
            + ITEMS
            + " group by 1";
    for (Map<String, String> row : sql.rows(query)) {
      assertThat(row.get("rate")).as("%s: %s", where, row).isEqualTo(PAIRS.get(row.get("level")));
    }
  }

  /// The last new value of each item is what its node runs, and each old value is the new one of
  /// the change before.
  private static void assertHistory(String where, Sql sql) throws SQLException {
    Map<String, String> told = new HashMap<>();
    for (Map<String, String> row :
        sql.rows("select * from cluster_config_history order by revision")) {
      String item = row.get("TYPE") + row.get("INSTANCE") + row.get("KEY");
      String before = row.getOrDefault("OLD_VALUE", "null");
      assertThat(row.getOrDefault("OUTCOME", "")).as("%s: %s", where, row).startsWith("applied");
      if (told.containsKey(item) && !before.equals("null")) {
        assertThat(before).as("%s: %s", where, row).isEqualTo(told.get(item));
      }
      told.remove(item);
      String after = row.getOrDefault("NEW_VALUE", "null");
      if (!after.equals("null")) {
        told.put(item, after);
      }
    }
    for (Map<String, String> row : sql.rows("select * from cluster_config where " + ITEMS)) {
      String item = row.get("TYPE") + row.get("INSTANCE") + row.get("KEY");
      assertThat(row.get("VALUE"))
          .as("%s: %s", where, row)
          .isEqualTo(told.getOrDefault(item, row.get("VALUE")));
    }
  }

  /// What was answered is what happened.
  private void assertAttempts(String where, Sql sql, List<Attempt> attempts) throws SQLException {
    List<String> made = sql.column("select distinct statement from cluster_config_history");
    for (Attempt attempt : attempts) {
      count(attempt.outcome().name().toLowerCase(Locale.ROOT));
      if (attempt.outcome() == Outcome.REFUSED) {
        assertThat(made).as(where).doesNotContain(attempt.text());
      } else if (attempt.changed()) {
        assertThat(made).as(where).contains(attempt.text());
      }
    }
  }
}

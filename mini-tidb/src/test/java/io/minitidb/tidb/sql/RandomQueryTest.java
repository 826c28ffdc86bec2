package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.memtable.Sessions;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.TestCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Runs random queries with pushdown on and off, once more from the plan cache, with other
/// literals, and with other literals as a text that was never planned; all must agree.
/// `-Drandom.queries=10000` sets how many, `-Drandom.seed=7` where they begin, and
/// `-Drandom.keepGoing=true` lists all failures instead of the first.
@SuppressWarnings("NullAway.Init")
class RandomQueryTest {
  private static final long SEED = Long.getLong("random.seed", 1);
  private static final int QUERIES = Integer.getInteger("random.queries", 250);
  private static final boolean KEEP_GOING = Boolean.getBoolean("random.keepGoing");

  private static TestCluster cluster;

  private final Map<String, Integer> errors = new TreeMap<>();
  private int failures;
  private int rows;
  private int empty;
  private int failed;
  private int cached;

  @BeforeAll
  static void start() throws IOException {
    cluster = new TestCluster(Optional.of(connections(7)));
    cluster.addCrowded(connections(300));
    cluster.add(NodeKind.TIKV);
    cluster.add(NodeKind.TIKV);
    cluster.add(NodeKind.PD);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /// Connections that began in the future show 0 as their time, at any moment.
  private static Sessions connections(int count) {
    List<Sessions.Connection> all =
        IntStream.range(0, count).mapToObj(RandomQueryTest::connection).toList();
    return () -> all;
  }

  private static Sessions.Connection connection(int i) {
    List<String> statements = List.of("select 1", "show tables", "SELECT Sleep(10)", "", "é%_\\");
    return new Sessions.Connection(
        i % 50 == 49 ? 5_000_000_000L * i : i,
        List.of("root", "app", "Root", "repl", "").get(i % 5),
        "10.0." + i % 7 + "." + i % 11 + ":" + (1000 + i),
        i % 4 == 0 ? Optional.empty() : Optional.of("db" + i % 3),
        List.of("Sleep", "Query", "Binlog Dump").get(i / 3 % 3),
        Instant.parse("2999-01-01T00:00:00Z"),
        i % 6 == 0 ? "" : "autocommit",
        i % 3 == 0 ? Optional.empty() : Optional.of(statements.get(i / 2 % 5)));
  }

  @Test
  void pushdownAndPlanCacheChangeNoAnswer() throws SQLException {
    try (Connection on = cluster.connect();
        Connection off = cluster.connect()) {
      Answer.to(off, "set tidb_cluster_pushdown = off");
      for (long seed = SEED; seed < SEED + QUERIES; seed++) {
        check(seed, on, off);
      }
    }
    System.out.printf(
        "Random queries %d to %d: %d with rows, %d without, %d errors %s; %d plans from the cache%n",
        SEED, SEED + QUERIES - 1, rows, empty, failed, errors, cached);
    assertThat(failures).as("queries that answered differently").isZero();
    assertThat(failed).as("a test of errors only tells little").isLessThan(QUERIES * 15 / 100 + 10);
    assertThat(cached).as("plans from the cache").isGreaterThan(QUERIES / 2);
  }

  private void check(long seed, Connection on, Connection off) {
    String shape = new RandomQueries(seed).next();
    String query = new RandomLiterals(seed, seed).into(shape);
    Answer pushed = Answer.to(on, query);
    count(pushed);
    if (pushed.isInternal()) {
      fail(seed, query, "no internal error", "", pushed, on);
      return;
    }
    Answer apart = Answer.to(off, query);
    // A node that need not be asked computes nothing that could overflow.
    if (!pushed.isOutOfRange() && !apart.isOutOfRange()) {
      same(seed, query, "pushdown off", pushed, apart, on);
    }
    same(seed, query, "the same again", pushed, Answer.to(on, query), on);
    if (!pushed.isError()) {
      boolean kept = Answer.to(on, "select @@last_plan_from_cache").text().endsWith("1");
      cached += kept ? 1 : 0;
    }
    String other = new RandomLiterals(seed, ~seed).into(shape);
    if (!other.equals(query)) {
      // Another alias makes another shape; of the same length, since errors cut the text.
      Answer asked = Answer.to(on, other);
      Answer fresh = Answer.to(on, other.replace("zz", "zy")).replace("zy", "zz");
      same(seed, other, "planned afresh", asked, fresh, on);
    }
  }

  private void count(Answer answer) {
    if (answer.isError()) {
      failed++;
      errors.merge(answer.error(), 1, Integer::sum);
    } else if (answer.rows().isEmpty()) {
      empty++;
    } else {
      rows++;
    }
  }

  private void same(
      long seed, String query, String what, Answer expected, Answer actual, Connection connection) {
    String difference = expected.difference(actual);
    if (!difference.isEmpty()) {
      fail(seed, query, what, difference, actual, connection);
    }
  }

  private void fail(
      long seed,
      String query,
      String what,
      String difference,
      Answer actual,
      Connection connection) {
    failures++;
    String message =
        "-Drandom.seed=%d -Drandom.queries=1 (%s)%n%s%n%s%n%s%n%s"
            .formatted(
                seed,
                what,
                query,
                difference,
                actual.text(),
                Answer.to(connection, "explain " + query).text());
    if (!KEEP_GOING) {
      throw new AssertionError(message);
    }
    System.out.println("FAILED " + message + "\n");
  }
}

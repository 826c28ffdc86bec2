package io.minitidb.tidb.slowlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.Sources;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.User;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.Machine;
import io.minitidb.tidb.TestCluster;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What users of TiDB complained about in slow_query and cluster_slow_query does not happen here.
@SuppressWarnings("NullAway.Init")
class SlowQueryTest {
  private static final int COUNT = 9000;
  private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  @TempDir Path logs;
  private TestCluster cluster;
  private Connection connection;

  /// Entry i is of second i, of user i mod 3 and of digest i mod 7.
  private static String entry(int i) {
    return "# Time: "
        + FIRST.plusSeconds(i)
        + "\n# Txn_start_ts: 0\n# User@Host: u"
        + i % 3
        + "[u"
        + i % 3
        + "] @ localhost [127.0.0.1]\n# Conn_ID: "
        + i
        + "\n# Query_time: "
        + i / 1000.0
        + "\n# Digest: d"
        + i % 7
        + "\n# Has_more_results: false\n# Succ: true\nselect "
        + i
        + ";\n";
  }

  /// Three files; the borders are in the middle of entries.
  @BeforeEach
  void start() throws IOException, SQLException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < COUNT; i++) {
      text.append(entry(i));
    }
    int first = text.indexOf("# Digest", text.length() / 3);
    int second = text.indexOf("# Digest", 2 * text.length() / 3);
    Path log = logs.resolve("tidb1-slow.log");
    Files.writeString(Path.of(log + ".2"), text.substring(0, first));
    Files.writeString(Path.of(log + ".1"), text.substring(first, second));
    Files.writeString(log, text.substring(second));
    Files.writeString(logs.resolve("tidb2-slow.log"), entry(1) + entry(COUNT));
    cluster = new TestCluster(logs);
    cluster.add(NodeKind.TIDB);
    connection = cluster.connect();
    run("set tidb_cluster_node_timeout = 60000, time_zone = '+00:00'");
  }

  @AfterEach
  void stop() throws SQLException {
    connection.close();
    cluster.close();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> column(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  private static String at(int second) {
    return "'" + LOCAL.format(FIRST.plusSeconds(second)) + "'";
  }

  /// tidb#20236, tidb#21489, tidb#29609, tidb#19653: many files, and entries over their borders.
  @Test
  void rotatedFilesAreOneLog() throws SQLException {
    assertThat(column("select count(*) from slow_query")).containsExactly("9000");
    assertThat(column("select count(distinct conn_id) from slow_query")).containsExactly("9000");
    assertThat(column("select query from slow_query where conn_id in (2999, 3000, 3001, 6000)"))
        .containsExactlyInAnyOrder("select 2999;", "select 3000;", "select 3001;", "select 6000;");
  }

  /// tidb#54324: an aggregate over more rows than a batch or a chunk has.
  @Test
  void moreThanEightThousandRowsAreAggregated() throws SQLException {
    assertThat(
            column("select concat(digest, ':', count(*)) from cluster_slow_query group by digest"))
        .hasSize(7)
        .contains("d0:1286", "d1:1287", "d5:1286");
  }

  /// tidb#34320: a condition on the time holds although the time is not asked for.
  @Test
  void theTimeFiltersWhetherItIsShownOrNot() throws SQLException {
    String range = " where time >= " + at(5000) + " and time < " + at(5003);
    assertThat(column("select query from slow_query" + range))
        .containsExactlyInAnyOrder("select 5000;", "select 5001;", "select 5002;");
    assertThat(column("select count(*) from slow_query" + range)).containsExactly("3");
  }

  /// tidb#28069: a range that is open on one side is not cut to a day or a file.
  @Test
  void anOpenRangeReadsAllFiles() throws SQLException {
    assertThat(column("select count(*) from slow_query where time >= " + at(10)))
        .containsExactly("8990");
    assertThat(column("select count(*) from slow_query where time < " + at(8990)))
        .containsExactly("8990");
  }

  /// tidb#68758: a limit over several nodes gives as many rows as there are.
  @Test
  void aLimitCountsOverAllNodes() throws SQLException {
    assertThat(column("select conn_id from cluster_slow_query limit 100")).hasSize(100);
    assertThat(column("select conn_id from cluster_slow_query order by time desc limit 3"))
        .containsExactly("9000", "8999", "8998");
    assertThat(column("select conn_id from cluster_slow_query limit 20000")).hasSize(9002);
  }

  /// tidb#58452, tidb#19937, tidb#17224: times are those of the session's zone, in conditions too.
  @Test
  void anotherTimeZoneMovesTimesAndConditions() throws SQLException {
    run("set time_zone = '+08:00'");
    assertThat(column("select time from slow_query where time = '2026-03-01 08:00:07'"))
        .containsExactly("2026-03-01 08:00:07.000000");
    assertThat(column("select count(*) from slow_query where time < '2026-03-01 08:00:07'"))
        .containsExactly("7");
  }

  /// tidb#33974: INSTANCE is the node's address in this table as in all others.
  @Test
  void instanceIsThatOfClusterInfo() throws SQLException {
    assertThat(column("select distinct instance from cluster_slow_query"))
        .containsExactlyInAnyOrderElementsOf(
            column("select instance from cluster_info where type = 'tidb'"));
  }

  /// tidb#33733: every key of the log is a column.
  @Test
  void everyKeyThatIsWrittenIsAColumn() throws SQLException {
    assertThat(column("select distinct has_more_results from slow_query")).containsExactly("0");
  }

  /// tidb#19985 and a rotation between two statements: what is gone is missing and nothing else.
  @Test
  void aFileThatGoesAwayCostsItsEntries() throws IOException, SQLException {
    assertThat(column("select count(*) from slow_query")).containsExactly("9000");
    Files.delete(logs.resolve("tidb1-slow.log.2"));
    assertThat(Long.parseLong(column("select count(*) from slow_query").getFirst()))
        .isBetween(5900L, 6100L); // and the half of one, whose time is gone
    Files.delete(logs.resolve("tidb1-slow.log.1"));
    Files.delete(logs.resolve("tidb1-slow.log"));
    assertThat(column("select count(*) from slow_query")).containsExactly("0");
    assertThat(column("select count(*) from cluster_slow_query")).containsExactly("2");
  }

  /// Ranges, orders and limits at random agree with the entries as they were written.
  @Test
  void randomQuestionsAreAnsweredAsByCounting() throws SQLException {
    long seed = Long.getLong("random.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      int from = random.nextInt(COUNT);
      int to = Math.min(COUNT, from + random.nextInt(500));
      int limit = 1 + random.nextInt(200);
      int digest = random.nextInt(7);
      boolean descending = random.nextBoolean();
      List<String> expected = new ArrayList<>();
      for (int i = from; i < to; i++) {
        if (i % 7 == digest) {
          expected.add(Integer.toString(i));
        }
      }
      if (descending) {
        Collections.reverse(expected);
      }
      String sql =
          "select conn_id from slow_query where time >= %s and time < %s and digest = 'd%d' order by time %s limit %d"
              .formatted(at(from), at(to), digest, descending ? "desc" : "", limit);
      assertThat(column(sql))
          .as("seed %d: %s", seed, sql)
          .isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
    }
  }

  /// tidb#26122 and others: the node that has the rows decides whose are shown.
  @Test
  void withoutProcessAUserSeesHisOwnEntries() {
    MemTables tables = MemTables.load();
    TableInfo info = tables.find("slow_query").orElseThrow().info();
    int column = info.indexOf("user");
    HostPort address = new HostPort("127.0.0.1", 4000);
    NodeContext context =
        new NodeContext(
            new NodeInfo(NodeKind.TIDB, "tidb1", address, address, "", "", FIRST),
            () -> Machine.sample(1),
            Machine.INVENTORY,
            new Sources()
                .add(SlowLogFiles.class, new SlowLogFiles(logs.resolve("tidb1-slow.log")))
                .map());
    Dag dag =
        Dag.scan(
            new Operator.MemTableScan(
                info.key(), List.of(column), List.of(info.columns().get(column).type())));
    CopAnswer answer =
        new Coprocessor(tables, context, 0)
            .answer(
                new CopRequest(
                    dag,
                    new User("u1", "127.0.0.1", Set.of()),
                    ZoneOffset.UTC,
                    Duration.ofMinutes(1),
                    0));
    assertThat(answer).isInstanceOf(CopAnswer.Rows.class);
    int seen = 0;
    for (Batch batch : ((CopAnswer.Rows) answer).batches()) {
      for (int row = 0; row < batch.rows(); row++) {
        assertThat(batch.column(0).getString(row)).isEqualTo("u1");
      }
      seen += batch.rows();
    }
    assertThat(seen).isEqualTo(3000);
  }
}

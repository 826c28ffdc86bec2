package io.minitidb.tidb.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.node.NodeKind;
import io.minitidb.tidb.TestCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class FanOutLimitsTest {
  private static final String CROWD = "select * from cluster_processlist where user = 'root'";
  private static final int ROWS = 20_000;

  private TestCluster cluster;
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void start() throws IOException, SQLException {
    cluster = new TestCluster();
    connection = cluster.connect();
    statement = connection.createStatement();
  }

  @AfterEach
  void stop() throws SQLException {
    connection.close();
    cluster.close();
  }

  private int count(String sql) throws SQLException {
    int count = 0;
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        count++;
      }
    }
    return count;
  }

  private void assertTheConnectionLives() throws SQLException {
    assertThat(count("select 1")).isEqualTo(1);
  }

  private static void assertFails(CompletableFuture<Throwable> running, int code, String message) {
    Throwable failure = running.join();
    assertThat(failure).isInstanceOf(SQLException.class).hasMessageContaining(message);
    assertThat(((SQLException) failure).getErrorCode()).isEqualTo(code);
  }

  private CompletableFuture<Throwable> start(String sql) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        count(sql);
        return new AssertionError("it ended well");
      } catch (SQLException e) {
        return e;
      }
    });
  }

  @Test
  void anAnswerOfManyRowsComesWhole() throws Exception {
    cluster.addCrowded(ROWS);
    cluster.addCrowded(ROWS);
    assertThat(count(CROWD)).isEqualTo(2 * ROWS + 1);
  }

  /// tidb#58985, tidb#33893: a large table made the server run out of memory instead.
  @ParameterizedTest
  @ValueSource(strings = {"", " order by info", " limit 30000"})
  void aStatementOverItsQuotaEndsWithTheQuotaNamed(String rest) throws Exception {
    cluster.addCrowded(ROWS);
    cluster.addCrowded(ROWS);
    statement.execute("set tidb_mem_quota_query = 4000000");
    assertThatThrownBy(() -> count(CROWD + rest))
        .hasMessageContaining("tidb_mem_quota_query is 4000000 bytes")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(8175));
    assertTheConnectionLives();
    assertThat(count(CROWD + " limit 100")).isEqualTo(100);
  }

  @Test
  void aQuotaOfMinusOneIsNone() throws Exception {
    cluster.addCrowded(ROWS);
    statement.execute("set tidb_mem_quota_query = -1");
    assertThat(count(CROWD)).isEqualTo(ROWS + 1);
  }

  @Test
  void aLimitThatIsReachedWaitsForNobodyElse() throws Exception {
    cluster.addFrozen(NodeKind.TIKV);
    statement.execute("set tidb_cluster_node_timeout = 60000");
    assertThat(count("select id from cluster_node_infos limit 1")).isEqualTo(1);
    assertThat(count("show warnings")).isZero();
  }

  @Test
  void aStatementEndsWhenItsTimeIsOver() throws Exception {
    cluster.addFrozen(NodeKind.TIKV);
    statement.execute("set tidb_cluster_node_timeout = 60000");
    statement.execute("set max_execution_time = 100");
    assertThatThrownBy(() -> count("select id from cluster_node_infos order by id"))
        .hasMessageContaining("maximum statement execution time exceeded")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(3024));
    assertTheConnectionLives();
  }

  @Test
  void aHintWinsOverTheTimeOfTheSession() throws Exception {
    cluster.addFrozen(NodeKind.TIKV);
    statement.execute("set tidb_cluster_node_timeout = 60000");
    statement.execute("set max_execution_time = 3600000");
    assertThatThrownBy(() ->
            count("select /*+ MAX_EXECUTION_TIME(100) */ id from cluster_node_infos order by id"))
        .hasMessageContaining("maximum statement execution time exceeded")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(3024));
    statement.execute("set tidb_cluster_node_timeout = 1000, max_execution_time = 100");
    assertThat(
            count(
                "select /*+ MAX_EXECUTION_TIME(3600000) */ id from cluster_node_infos order by id"))
        .isEqualTo(1);
  }

  @Test
  void killQueryEndsWhatWaitsForANodeAndTheConnectionLivesOn() throws Exception {
    cluster.addFrozen(NodeKind.TIKV);
    statement.execute("set tidb_cluster_node_timeout = 60000");
    CompletableFuture<Throwable> running = start("select id from cluster_node_infos");
    kill("kill query ", "from cluster_node_infos");
    assertFails(running, 1317, "Query execution was interrupted");
    assertTheConnectionLives();
  }

  @Test
  void killQueryEndsWhatComputes() throws Exception {
    cluster.addCrowded(3000);
    CompletableFuture<Throwable> running =
        start(
            "select count(*) from cluster_processlist a, cluster_processlist b, cluster_processlist c"
                + " where a.id + b.id + c.id = -1");
    kill("kill ", "b.id");
    assertThat(running.join()).isInstanceOf(SQLException.class);
  }

  /// Kills the statement whose text contains `part`, once it runs.
  private void kill(String how, String part) throws SQLException {
    try (Connection other = cluster.connect();
        Statement killer = other.createStatement()) {
      await()
          .untilAsserted(() -> {
            try (ResultSet rows =
                killer.executeQuery(
                    "select id from processlist where command = 'Query' and info like '%"
                        + part
                        + "%' and id <> connection_id()")) {
              assertThat(rows.next()).isTrue();
              killer.execute(how + rows.getLong(1));
            }
          });
    }
  }

  @Test
  void aConnectionThatIsNotThereCannotBeKilled() {
    assertThatThrownBy(() -> statement.execute("kill 999998"))
        .hasMessageContaining("Unknown thread id: 999998");
    assertThatThrownBy(() -> statement.execute("kill query now"))
        .hasMessageContaining("expected the id of a connection");
  }
}

package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.TestCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// SHOW where the answer depends on the nodes, their ports, or on what was done before.
@SuppressWarnings("NullAway.Init")
class ShowTest {
  private TestCluster cluster;
  private Connection connection;

  @BeforeEach
  void start() throws IOException, SQLException {
    cluster = new TestCluster();
    connection = cluster.connect();
  }

  @AfterEach
  void stop() throws SQLException {
    connection.close();
    cluster.close();
  }

  private List<List<String>> rows(String sql) throws SQLException {
    List<List<String>> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        all.add(row);
      }
    }
    return all;
  }

  private long status(String name) throws SQLException {
    return Long.parseLong(rows("show status like '" + name + "'").getFirst().getLast());
  }

  @Test
  void configTellsEveryNodesItemsInOrderOfKindAndKey() throws SQLException, IOException {
    NodeInfo pd = cluster.add(NodeKind.PD);
    NodeInfo tikv = cluster.add(NodeKind.TIKV);
    assertThat(rows("show config"))
        .containsExactly(
            List.of("tidb", "127.0.0.1:4000", "log.level", "info"),
            List.of("tidb", "127.0.0.1:4000", "number", "1"),
            List.of("pd", pd.instance(), "log.level", "info"),
            List.of("pd", pd.instance(), "number", "2"),
            List.of("tikv", tikv.instance(), "log.level", "info"),
            List.of("tikv", tikv.instance(), "number", "3"));
    assertThat(rows("show config like 'TIKV'")).hasSize(2);
    assertThat(rows("show config where Type = 'pd' and Name like 'log.%'"))
        .containsExactly(List.of("pd", pd.instance(), "log.level", "info"));
  }

  /// tidb#37099, tidb#40643: configuration tables waited for minutes or for ever.
  @Test
  void aFrozenNodeCostsItsConfigurationAndAWarning() throws SQLException, IOException {
    NodeInfo frozen = cluster.addFrozen(NodeKind.TIKV);
    NodeInfo dead = cluster.addDead(NodeKind.PD);
    rows("select 1");
    try (Statement statement = connection.createStatement()) {
      statement.execute("set tidb_cluster_node_timeout = 300");
    }
    assertThat(rows("show config")).hasSize(2);
    assertThat(rows("show warnings"))
        .hasSize(2)
        .extracting(List::getLast)
        .anySatisfy(message -> assertThat(message).contains(frozen.instance()))
        .anySatisfy(message -> assertThat(message).contains(dead.instance()));
    // A node that is not wanted is not asked.
    assertThat(rows("show config where Type = 'tidb'")).hasSize(2);
    assertThat(rows("show warnings")).isEmpty();
  }

  /// tidb#37239, tidb#35899: SHOW saw the connected server only.
  @Test
  void clusterVariablesAndStatusNameTheirServer() throws SQLException, IOException {
    NodeInfo other = cluster.addCrowded(0);
    assertThat(rows("show cluster variables like 'hostname'"))
        .containsExactlyInAnyOrder(
            List.of("hostname", "127.0.0.1:4000", "here"),
            List.of("hostname", other.instance(), "node-2"));
    assertThat(rows("show cluster status like 'threads_connected'"))
        .containsExactlyInAnyOrder(
            List.of("Threads_connected", "127.0.0.1:4000", "1"),
            List.of("Threads_connected", other.instance(), "0"));
    assertThat(rows("show cluster processlist where Info like 'show cluster%'")).hasSize(1);
  }

  @Test
  void statusCountsWhatTheConnectionDoes() throws SQLException {
    long questions = status("Questions");
    long sent = status("Bytes_sent");
    long selects = status("Com_select");
    rows("select repeat('x', 100000)");
    assertThat(status("Com_select")).isEqualTo(selects + 1);
    assertThat(status("Questions")).isEqualTo(questions + 5);
    assertThat(status("Bytes_sent")).isGreaterThan(sent + 100_000);
    try (Connection second = cluster.connect()) {
      assertThat(second.isValid(5)).isTrue();
      assertThat(status("Threads_connected")).isEqualTo(2);
      assertThat(status("Max_used_connections")).isEqualTo(2);
      assertThat(status("Connections")).isEqualTo(2);
    }
    assertThat(rows("show global status like 'Questions'"))
        .noneMatch(row -> Long.parseLong(row.getLast()) < questions);
    assertThat(rows("show processlist where Info like '%Info like%'")).hasSize(1);
  }

  @Test
  void slowIsWhatTheLogTakesForSlow() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long slow = status("Slow_queries");
      statement.execute("set global tidb_slow_log_threshold = 0");
      rows("select 1");
      assertThat(status("Slow_queries")).isGreaterThan(slow);
      statement.execute("set global tidb_slow_log_threshold = -1");
      slow = status("Slow_queries");
      rows("select 1");
      assertThat(status("Slow_queries")).isEqualTo(slow);
    }
    assertThat(status("Uptime_since_flush_status")).isNotNegative();
  }

  @Test
  void whatIsRefusedCountsAsWell() throws SQLException {
    long inserts = status("Com_insert");
    assertThatThrownBy(() -> rows("insert into engines values (1)"))
        .isInstanceOf(SQLException.class);
    assertThat(status("Com_insert")).isEqualTo(inserts + 1);
    assertThat(status("Com_grant")).isZero();
  }

  @Test
  void variablesOfTheSessionDifferFromThoseOfTheServer() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set net_read_timeout = 77");
    }
    assertThat(rows("show variables like 'net_read_timeout'"))
        .containsExactly(List.of("net_read_timeout", "77"));
    assertThat(rows("show global variables like 'net_read_timeout'"))
        .containsExactly(List.of("net_read_timeout", "30"));
    try (Connection other = cluster.connect();
        Statement statement = other.createStatement();
        ResultSet rows = statement.executeQuery("show variables like 'net_read_timeout'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("Value")).isEqualTo("30");
    }
  }
}

package io.minitidb.tidb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.node.NodeKind;
import io.minitidb.tidb.TestCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class PlanCacheTest {
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = new TestCluster();
    cluster.add(NodeKind.TIKV);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static String value(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  @Test
  void aRepeatedStatementIsNotPlannedAgainAlsoOnAnotherConnection() throws SQLException {
    String sql = "select count(*) once from cluster_node_infos where node_type = 'tikv'";
    try (Connection one = cluster.connect();
        Connection two = cluster.connect();
        Statement first = one.createStatement();
        Statement second = two.createStatement()) {
      assertThat(value(first, sql)).isEqualTo("1");
      assertThat(value(first, "select @@last_plan_from_cache")).isEqualTo("0");
      assertThat(value(second, sql)).isEqualTo("1");
      assertThat(value(second, "select @@last_plan_from_cache")).isEqualTo("1");
    }
  }

  @Test
  void statementsThatDifferInLiteralsShareAPlanAndSeeTheirOwn() throws SQLException {
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      String sql = "select count(*) from cluster_node_infos where node_type = '%s' and cpu > -1";
      value(statement, sql.formatted("nothing"));
      assertThat(value(statement, sql.formatted("tikv"))).isEqualTo("1");
      assertThat(value(statement, "select @@last_plan_from_cache")).isEqualTo("1");
      assertThat(value(statement, sql.formatted("tidb") + " /* again */")).isEqualTo("1");
      assertThat(value(statement, "select @@last_plan_from_cache")).isEqualTo("1");
      String at =
          "select count(*) from (select id i from cluster_node_infos) t where i > '%s' or length(i) > %d";
      assertThat(value(statement, at.formatted("z", 1))).isNotEqualTo("0");
      assertThat(value(statement, at.formatted("z", 100))).isEqualTo("0");
      assertThat(value(statement, "select @@last_plan_from_cache")).isEqualTo("1");
    }
  }

  @Test
  void aPlanIsNotUsedForLiteralsOfAnotherType() throws SQLException {
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      String sql = "select count(*) from (select '1.0' a) t where a = ";
      assertThat(value(statement, sql + "1")).isEqualTo("1");
      assertThat(value(statement, sql + "'1'")).isEqualTo("0");
      assertThat(value(statement, sql + "1.00")).isEqualTo("1");
    }
  }

  @Test
  void theLabelIsTheStatementsOwn() throws SQLException {
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      for (String item : List.of("max(cpu)+1", "max( cpu ) + 1")) {
        try (ResultSet rows =
            statement.executeQuery(
                "select " + item + " from cluster_node_infos where cpu > 0.25")) {
          assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo(item);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"select @@tidb_cluster_node_timeout", "select @x"})
  void aPlanThatHoldsAVariableServesItsValueOnly(String sql) throws SQLException {
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      for (String value : List.of("1001", "1002")) {
        statement.execute("set tidb_cluster_node_timeout = " + value + ", @x = " + value);
        assertThat(value(statement, sql)).isEqualTo(value);
        assertThat(value(statement, sql)).isEqualTo(value);
        assertThat(value(statement, "select @@last_plan_from_cache")).isEqualTo("1");
      }
    }
  }

  @Test
  void aKeptPlanAsksForItsMomentAndSessionAnew() throws Exception {
    try (Connection one = cluster.connect();
        Connection two = cluster.connect();
        Statement first = one.createStatement();
        Statement second = two.createStatement()) {
      String id = "select connection_id() + 0";
      assertThat(value(first, id)).isNotEqualTo(value(second, id));
      assertThat(value(second, "select @@last_plan_from_cache")).isEqualTo("1");
      String now = "select max(now(6)) from cluster_node_infos where now(6) is not null";
      String before = value(first, now);
      assertThat(value(first, now)).isGreaterThan(before);
      assertThat(value(first, "select @@last_plan_from_cache")).isEqualTo("1");
    }
  }

  @Test
  void theSamePlanSeesTheClusterAsItIsNow() throws Exception {
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      String sql = "select count(*) from cluster_node_infos where node_type = 'pd'";
      String before = value(statement, sql);
      cluster.add(NodeKind.PD);
      assertThat(Integer.parseInt(value(statement, sql))).isEqualTo(Integer.parseInt(before) + 1);
      assertThat(value(statement, "select @@last_plan_from_cache")).isEqualTo("1");
    }
  }

  @Test
  void anErrorIsRaisedAgain() throws SQLException {
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> value(statement, "select nothing from node_info"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1054));
      }
    }
  }
}

package io.minitidb.tidb;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.node.NodeKind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The tables about machines have the columns of the originals, and a node that does not answer
/// costs them its rows alone.
class MachineTablesTest {
  private static TestCluster cluster;
  private static Connection connection;

  @BeforeAll
  static void start() throws IOException, SQLException {
    cluster = new TestCluster();
    cluster.add(NodeKind.TIKV);
    cluster.add(NodeKind.PD);
    connection = cluster.connect();
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    cluster.close();
  }

  /// Columns that are not in the original stand in braces: see docs/differences.md.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cluster_load                        | TYPE varchar(64), INSTANCE varchar(64), DEVICE_TYPE varchar(64), DEVICE_NAME varchar(64), NAME varchar(256), VALUE varchar(128)
          cluster_hardware                    | TYPE varchar(64), INSTANCE varchar(64), DEVICE_TYPE varchar(64), DEVICE_NAME varchar(64), NAME varchar(256), VALUE varchar(128)
          cluster_systeminfo                  | TYPE varchar(64), INSTANCE varchar(64), SYSTEM_TYPE varchar(64), SYSTEM_NAME varchar(64), NAME varchar(256), VALUE varchar(128)
          tidb_server_stats_info              | IP varchar(64), CPU_USAGE double, MEM_USAGE double
          tidb_server_stats_info_cluster      | IP varchar(64), CPU_USAGE double, MEM_USAGE double, NODE_ID varchar(64)
          tikv_server_stats_info_cluster      | IP varchar(64), CPU_USAGE double, MEM_USAGE double, NODE_ID varchar(64)
          pd_server_stats_info_cluster        | IP varchar(64), CPU_USAGE double, MEM_USAGE double, NODE_ID varchar(64)
          tidb_server_net_stats_info          | IP varchar(64), NETCARD_NAME varchar(64), BYTES_SENT bigint(21), BYTES_RECV bigint(21)
          tidb_server_net_stats_info_cluster  | IP varchar(64), NETCARD_NAME varchar(64), BYTES_SENT bigint(21), BYTES_RECV bigint(21), NODE_ID varchar(64)
          tikv_server_net_stats_info_cluster  | IP varchar(64), NETCARD_NAME varchar(64), BYTES_SENT bigint(21), BYTES_RECV bigint(21), NODE_ID varchar(64)
          pd_server_net_stats_info_cluster    | IP varchar(64), NETCARD_NAME varchar(64), BYTES_SENT bigint(21), BYTES_RECV bigint(21), NODE_ID varchar(64)
          tidb_server_network_latency         | SOURCE varchar(64), TARGET varchar(64), LATENCY varchar(30), {MIN_LATENCY double, MAX_LATENCY double}
          tidb_server_network_latency_cluster | SOURCE varchar(64), TARGET varchar(64), LATENCY varchar(30), {MIN_LATENCY double, MAX_LATENCY double,} NODE_ID varchar(64)
          pd_server_network_latency_cluster   | SOURCE varchar(64), TARGET varchar(64), LATENCY varchar(30), {MIN_LATENCY double, MAX_LATENCY double,} NODE_ID varchar(64)
          tikv_infos                          | CPU_USAGE double, NETWORK_IN bigint(20) unsigned, NETWORK_OUT bigint(20) unsigned, TOTAL_MEMORY bigint(20) unsigned, USED_MEMORY bigint(20) unsigned
          pd_server_info_cluster              | IP varchar(64), PORT bigint(21), CPU_VENDOR varchar(64), CPU_MODE varchar(128), CPU_FREQUENT double, CPU_THREAD bigint(21), MEM_SIZE bigint(21), NODE_ID varchar(64)
          pd_server_disk_info_cluster         | IP varchar(64), PORT bigint(21), DISK_TYPE varchar(64), DISK_SIZE bigint(64), NODE_ID varchar(64)
          pd_server_netcard_info_cluster      | IP varchar(64), PORT bigint(21), NETCARD_NAME varchar(64), NETCARD_DRIVER varchar(64), MAC_ADDRESS varchar(64), SPEED bigint(64), NODE_ID varchar(64)
          tikv_store_status                   | STORE_ID bigint(21), ADDRESS varchar(64), STORE_STATE bigint(21), STORE_STATE_NAME varchar(64), LABEL json, VERSION varchar(64), CAPACITY varchar(64), AVAILABLE varchar(64), LEADER_COUNT bigint(21), LEADER_WEIGHT double, LEADER_SCORE double, LEADER_SIZE bigint(21), REGION_COUNT bigint(21), REGION_WEIGHT double, REGION_SCORE double, REGION_SIZE bigint(21), START_TS datetime, LAST_HEARTBEAT_TS datetime, UPTIME varchar(64)
          """)
  void columnsAreThoseOfTheOriginalAndMayBeNull(String table, String columns) throws SQLException {
    StringJoiner found = new StringJoiner(", ");
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("desc " + table)) {
      while (rows.next()) {
        found.add(rows.getString("Field") + " " + rows.getString("Type"));
        assertThat(rows.getString("Null")).as(rows.getString("Field")).isEqualTo("YES");
      }
    }
    assertThat(found.toString()).isEqualTo(columns.replaceAll("[{}]", ""));
  }

  /// tidb#18701, tidb#32995: one node that is down made the whole table fail.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster_load",
        "cluster_hardware",
        "cluster_systeminfo",
        "cluster_processes",
        "tikv_infos",
        "tikv_server_net_stats_info_cluster",
        "pd_server_disk_info_cluster",
        "pd_server_network_latency_cluster"
      })
  void nodesThatAreDownCostTheirRowsAndAWarningEach(String table) throws IOException, SQLException {
    try (TestCluster broken = new TestCluster();
        Connection client = broken.connect();
        Statement statement = client.createStatement()) {
      broken.add(NodeKind.TIKV);
      broken.add(NodeKind.PD);
      int all = count(statement, "select count(*) from " + table);
      broken.addDead(NodeKind.TIKV);
      broken.addDead(NodeKind.PD);
      assertThat(count(statement, "select count(*) from " + table)).isEqualTo(all).isPositive();
      int warnings = 0;
      try (ResultSet shown = statement.executeQuery("show warnings")) {
        while (shown.next()) {
          warnings++;
          assertThat(shown.getString("Message")).contains("its rows are missing");
        }
      }
      assertThat(warnings).isEqualTo(table.startsWith("cluster_") ? 2 : 1);
    }
  }

  @Test
  void contradictingPredicatesAskNobody() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(count(statement, "select count(*) from cluster_load where type = 'tiflash'"))
          .isZero();
    }
  }

  private static int count(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}

package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.integration.cluster.NodeStatus;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeKind;
import io.minitidb.proto.diagnosticspb.DiagnosticsGrpc;
import io.minitidb.proto.diagnosticspb.LogLevel;
import io.minitidb.proto.diagnosticspb.SearchLogRequest;
import io.minitidb.proto.diagnosticspb.SearchLogResponse;
import io.minitidb.proto.diagnosticspb.ServerInfoItem;
import io.minitidb.proto.diagnosticspb.ServerInfoRequest;
import io.minitidb.server.Channels;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every system table on real nodes: all can be read, each shows the nodes of the kinds that answer
/// it under one address, and with a dead node the others' rows and a warning.
@ExtendWith(ClusterExtension.class)
class SystemTablesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalCluster cluster;
  private final Sql sql;

  SystemTablesIT(LocalCluster cluster) throws SQLException {
    this.cluster = cluster;
    this.sql = Sql.connect(cluster);
  }

  @AfterEach
  void repair() throws SQLException {
    sql.close();
    for (NodeStatus node : cluster.status()) {
      if (node.state() == NodeStatus.State.STOPPED) {
        cluster.restart(node.node().name());
      }
    }
    try (Sql healthy = Sql.connect(cluster)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(healthy.column("select id from cluster_node_infos")).hasSize(8));
    }
  }

  /// A table with the column that names the node, and the kinds of node that have rows in it.
  record ClusterTable(String name, String nodeColumn, Set<NodeKind> kinds) {
    static ClusterTable of(String name, NodeKind... kinds) {
      return new ClusterTable(name, "instance", Set.of(kinds));
    }

    /// One of the prototype's, whose last column is NODE_ID.
    static ClusterTable byId(String name, NodeKind... kinds) {
      return new ClusterTable(name, "node_id", Set.of(kinds));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<ClusterTable> clusterTables() {
    NodeKind[] all = NodeKind.values();
    return Stream.of(
        ClusterTable.of("cluster_info", all),
        ClusterTable.of("cluster_config", all),
        ClusterTable.of("cluster_load", all),
        ClusterTable.of("cluster_hardware", all),
        ClusterTable.of("cluster_systeminfo", all),
        ClusterTable.of("cluster_processes", all),
        ClusterTable.of("cluster_log", all),
        ClusterTable.of("cluster_processlist", NodeKind.TIDB),
        ClusterTable.of("cluster_memory_usage", NodeKind.TIDB),
        ClusterTable.of("cluster_statements_summary", NodeKind.TIDB),
        ClusterTable.of("cluster_statements_summary_history", NodeKind.TIDB),
        ClusterTable.of("cluster_slow_query", NodeKind.TIDB),
        ClusterTable.byId("slow_query_cluster", NodeKind.TIDB),
        ClusterTable.byId("tidb_config_cluster", NodeKind.TIDB),
        ClusterTable.byId("server_variables_cluster", NodeKind.TIDB),
        ClusterTable.byId("tidb_server_stats_info_cluster", NodeKind.TIDB),
        ClusterTable.byId("tidb_server_net_stats_info_cluster", NodeKind.TIDB),
        ClusterTable.byId("tidb_server_network_latency_cluster", NodeKind.TIDB),
        ClusterTable.byId(
            "performance_schema.events_statements_summary_by_digest_cluster", NodeKind.TIDB),
        ClusterTable.byId("tikv_server_stats_info_cluster", NodeKind.TIKV),
        ClusterTable.byId("tikv_server_net_stats_info_cluster", NodeKind.TIKV),
        ClusterTable.byId("pd_server_info_cluster", NodeKind.PD),
        ClusterTable.byId("pd_server_stats_info_cluster", NodeKind.PD),
        ClusterTable.byId("pd_server_net_stats_info_cluster", NodeKind.PD),
        ClusterTable.byId("pd_server_network_latency_cluster", NodeKind.PD));
  }

  private List<String> instances(Set<NodeKind> kinds) {
    return cluster.nodes().stream()
        .filter(node -> kinds.contains(node.kind()))
        .map(node -> node.address().toString())
        .toList();
  }

  /// Returns what the nodes that answer now are called in `table`, all but those at `dead`.
  private List<String> expectedIn(ClusterTable table, Set<String> dead) throws SQLException {
    if (table.nodeColumn().equals("node_id")) {
      List<String> ids = new ArrayList<>();
      for (NodeKind kind : table.kinds()) {
        ids.addAll(
            sql.column(
                "select id from cluster_node_infos where node_type = '" + kind.text() + "'"));
      }
      return ids;
    }
    List<String> expected = new ArrayList<>(instances(table.kinds()));
    expected.removeAll(dead);
    return expected;
  }

  private List<String> seenIn(ClusterTable table) throws SQLException {
    return sql.column("select distinct " + table.nodeColumn() + " from " + table.name());
  }

  /// Gives every mini-tidb a statement to remember, in the slow log too.
  private void leaveTraces() throws SQLException {
    for (Node tidb : cluster.nodes(NodeKind.TIDB)) {
      try (Sql each = Sql.connect(cluster, tidb.name())) {
        each.run("set global tidb_slow_log_threshold = 0");
        each.run("select 1");
        each.run("set global tidb_slow_log_threshold = 300");
      }
    }
  }

  @Test
  void everyTableCanBeRead() throws SQLException {
    List<String> names =
        sql.column(
            "select concat(table_schema, '.', table_name) from tables where table_name not like"
                + " '%profile%'");
    assertThat(names).hasSizeGreaterThan(60);
    List<String> complaints = new ArrayList<>();
    for (String name : names) {
      try {
        sql.rows("select * from " + name + " limit 1000");
        sql.warnings().forEach(warning -> complaints.add(name + ": " + warning));
      } catch (SQLException e) {
        complaints.add(name + ": " + e.getMessage());
      }
    }
    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("clusterTables")
  void everyNodeOfItsKindsAnswersUnderOneAddress(ClusterTable table) throws SQLException {
    leaveTraces();
    // The process list of a mini-tidb has a row only while somebody is connected.
    try (Sql other = Sql.connect(cluster, "tidb-1")) {
      other.run("do 1");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(seenIn(table))
                  .containsExactlyInAnyOrderElementsOf(expectedIn(table, Set.of())));
    }
    seenIn(table);
    assertThat(sql.warnings()).isEmpty();
  }

  /// A node that has just started knows no other to measure, until the next round.
  private void awaitRoundTrips() {
    for (ClusterTable table : clusterTables().filter(t -> t.name().contains("latency")).toList()) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(seenIn(table))
                  .containsExactlyInAnyOrderElementsOf(expectedIn(table, Set.of())));
    }
  }

  @Test
  void aDeadNodeCostsItsRowsAndOneWarningInEveryTable() throws SQLException {
    leaveTraces();
    awaitRoundTrips();
    cluster.kill("tikv-1");
    cluster.kill("tidb-1");
    Set<String> dead =
        new TreeSet<>(
            List.of(
                cluster.node("tikv-1").address().toString(),
                cluster.node("tidb-1").address().toString()));
    for (ClusterTable table : clusterTables().toList()) {
      if (table.name().equals("cluster_info")) {
        continue; // it lists who registered, whether it answers or not
      }
      List<String> expected = expectedIn(table, dead);
      assertThat(seenIn(table)).as(table.name()).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(sql.warnings())
          .as(table.name())
          .hasSizeLessThanOrEqualTo(table.kinds().contains(NodeKind.TIKV) ? 2 : 1)
          .allSatisfy(warning ->
              assertThat(dead.stream().anyMatch(warning::contains)).as(warning).isTrue());
    }
  }

  @Test
  void tablesJoinByTheNodesAddress() throws SQLException {
    assertThat(
            sql.column(
                "select distinct i.instance from cluster_info i join cluster_load l using (instance)"
                    + " join cluster_config c using (instance)"))
        .containsExactlyInAnyOrderElementsOf(
            instances(Set.copyOf(Arrays.asList(NodeKind.values()))));
  }

  /// TiDB's own tools ask by gRPC what SQL shows.
  @Test
  void everyNodeTellsItsLogAndItsMachineByGrpcToo() throws Exception {
    long end = System.currentTimeMillis() - 1000;
    sql.run("set time_zone = '+00:00'");
    String until = Instant.ofEpochMilli(end).toString().replace("T", " ").replace("Z", "");
    for (Node node : cluster.nodes()) {
      HostPort address = node.kind() == NodeKind.TIDB ? node.statusAddress() : node.address();
      ManagedChannel channel = Channels.open(address);
      try {
        DiagnosticsGrpc.DiagnosticsBlockingStub stub =
            DiagnosticsGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(stub.serverInfo(ServerInfoRequest.getDefaultInstance()).getItemsList())
            .as(node.name())
            .extracting(ServerInfoItem::getTp)
            .contains("cpu", "memory", "net", "system");
        int lines = 0;
        Iterator<SearchLogResponse> parts =
            stub.searchLog(
                SearchLogRequest.newBuilder()
                    .setEndTime(end)
                    .addLevels(LogLevel.Info)
                    .addPatterns("serve|start")
                    .build());
        while (parts.hasNext()) {
          lines += parts.next().getMessagesCount();
        }
        assertThat(
                sql.column(
                    "select count(*) from cluster_log where instance = '%s' and time <= '%s'"
                            .formatted(node.address(), until)
                        + " and level in ('info', 'unknown') and message regexp 'serve|start'"))
            .as(node.name())
            .containsExactly("" + lines);
        assertThat(lines).as(node.name()).isPositive();
      } finally {
        channel.shutdownNow();
      }
    }
  }
}

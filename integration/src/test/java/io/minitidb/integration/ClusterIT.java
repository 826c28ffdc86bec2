package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.node.NodeKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a user sees of a healthy cluster by SQL.
@ExtendWith(ClusterExtension.class)
class ClusterIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalCluster cluster;
  private final Sql sql;

  ClusterIT(LocalCluster cluster) throws SQLException {
    this.cluster = cluster;
    this.sql = Sql.connect(cluster);
  }

  @BeforeEach
  void everyNodeRuns() {
    assertThat(cluster.alive()).hasSize(8);
  }

  @AfterEach
  void disconnect() throws SQLException {
    sql.close();
  }

  @Test
  void everyNodeIsListedOnceWithPlausibleValues() throws SQLException {
    List<Map<String, String>> rows = sql.rows("select * from cluster_node_infos");
    assertThat(rows).extracting(row -> row.get("id")).doesNotHaveDuplicates();
    assertThat(rows)
        .extracting(row -> row.get("node_type"))
        .containsExactlyInAnyOrder("tidb", "tidb", "tikv", "tikv", "tikv", "pd", "pd", "pd");
    assertThat(rows)
        .filteredOn(row -> "pd".equals(row.get("node_type")))
        .extracting(row -> row.get("id"))
        .containsExactlyInAnyOrder("pd-0", "pd-1", "pd-2");
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row).containsEntry("ip", "127.0.0.1");
          assertThat(Double.parseDouble(row.get("cpu"))).isBetween(0.0, 1.0);
          assertThat(Double.parseDouble(row.get("memory"))).isBetween(0.001, 1.0);
          assertThat(Double.parseDouble(row.get("disk"))).isBetween(0.001, 1.0);
          assertThat(Long.parseLong(row.get("net"))).isNotNegative();
        });
    assertThat(sql.warnings()).isEmpty();
  }

  @Test
  void theValuesOfEveryNodeChange() {
    Map<String, Set<String>> seen = new HashMap<>();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          for (Map<String, String> row :
              sql.rows("select id, cpu, net, memory from cluster_node_infos")) {
            seen.computeIfAbsent(row.get("id"), id -> new HashSet<>()).add(row.toString());
          }
          assertThat(seen)
              .hasSize(8)
              .allSatisfy((id, values) -> assertThat(values).hasSizeGreaterThan(1));
        });
  }

  @Test
  void everyMiniTidbGivesTheSameNodes() throws SQLException {
    try (Sql other = Sql.connect(cluster, "tidb-1")) {
      assertThat(other.column("select id from information_schema.cluster_node_infos"))
          .containsExactlyInAnyOrderElementsOf(sql.column("select id from cluster_node_infos"));
    }
  }

  @Test
  void nodeInfoIsTheConnectedNode() throws SQLException {
    String first = sql.column("select id from node_info").getFirst();
    try (Sql other = Sql.connect(cluster, "tidb-1")) {
      assertThat(other.column("select id from information_schema.node_info"))
          .singleElement()
          .asString()
          .startsWith("tidb")
          .isNotEqualTo(first);
    }
  }

  @Test
  void clusterInfoHasTheAddressesOfAllNodes() throws SQLException {
    assertThat(sql.column("select instance from cluster_info"))
        .containsExactlyInAnyOrderElementsOf(
            cluster.nodes().stream().map(node -> node.address().toString()).toList());
    assertThat(sql.column("select status_address from cluster_info where type = 'tikv'"))
        .containsExactlyInAnyOrderElementsOf(
            cluster.nodes(NodeKind.TIKV).stream()
                .map(node -> node.statusAddress().toString())
                .toList());
  }

  @Test
  void tablesJoin() throws SQLException {
    List<Map<String, String>> rows =
        sql.rows(
            "select i.type, count(*) as pairs from cluster_info i join cluster_node_infos n on i.type = n.node_type"
                + " group by i.type order by i.type");
    assertThat(rows)
        .containsExactly(
            Map.of("type", "pd", "pairs", "9"),
            Map.of("type", "tidb", "pairs", "4"),
            Map.of("type", "tikv", "pairs", "9"));
  }

  @Test
  void rowsAreFilteredGroupedSortedAndCut() throws SQLException {
    assertThat(
            sql.column(
                "select node_type from cluster_node_infos where cpu >= 0 group by node_type having count(*) > 2"
                    + " order by node_type desc limit 1"))
        .containsExactly("tikv");
    assertThat(
            sql.column(
                "select id from cluster_node_infos where id in ('pd-1', 'pd-2') order by id"))
        .containsExactly("pd-1", "pd-2");
  }

  @Test
  void thePrototypesTablesHaveTheirNodes() throws SQLException {
    assertThat(sql.rows("select * from tikv_server_stats_info_cluster")).hasSize(3);
    assertThat(sql.column("select node_id from pd_server_info_cluster"))
        .containsExactlyInAnyOrder("pd-0", "pd-1", "pd-2");
    assertThat(sql.rows("select * from tidb_servers_info")).hasSize(2);
  }

  @Test
  void processlistsOfAllMiniTidbsAreSeen() throws SQLException {
    try (Sql other = Sql.connect(cluster, "tidb-1")) {
      assertThat(
              other.column("select distinct instance from information_schema.cluster_processlist"))
          .containsExactlyInAnyOrderElementsOf(
              cluster.nodes(NodeKind.TIDB).stream()
                  .map(node -> node.address().toString())
                  .toList());
    }
    assertThat(sql.rows("show processlist"))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row).containsEntry("User", "root"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select * from no_such_table                | 1146 | 42S02
          select no_such_column from cluster_info    | 1054 | 42S22
          selekt 1                                   | 1064 | 42000
          select * from cluster_info where           | 1064 | 42000
          """)
  void aWrongStatementIsAnErrorAndTheConnectionLivesOn(String statement, int code, String state)
      throws SQLException {
    assertThatThrownBy(() -> sql.rows(statement))
        .isInstanceOfSatisfying(
            SQLException.class,
            error -> {
              assertThat(error.getErrorCode()).isEqualTo(code);
              assertThat(error.getSQLState()).isEqualTo(state);
            });
    assertThat(sql.column("select 1")).containsExactly("1");
  }

  @Test
  void showAndDescTellWhatThereIs() throws SQLException {
    assertThat(sql.column("show databases"))
        .anyMatch(name -> name.equalsIgnoreCase("information_schema"));
    assertThat(sql.column("show tables"))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .contains(
            "node_info",
            "cluster_node_infos",
            "cluster_info",
            "processlist",
            "cluster_processlist");
    assertThat(sql.column("desc cluster_node_infos"))
        .containsExactly("cpu", "net", "memory", "disk", "node_type", "ip", "id");
    assertThat(sql.column("select database()")).containsExactly("information_schema");
  }

  @Test
  void membersNameThemselvesUnderTheirOwnPrefix() {
    assertThat(cluster.nodes(NodeKind.PD))
        .allSatisfy(pd -> {
          assertThat(Urls.json(pd, "/pd_member/api/v1/node_info").path("pd_name").asString())
              .isEqualTo(pd.name());
          assertThat(Urls.json(pd, "/pd_cluster/api/v1/node_info").path("pd_name").asString())
              .isEqualTo(pd.name());
        });
  }

  @Test
  void membersAgreeOnTheLeader() {
    assertThat(cluster.nodes(NodeKind.PD))
        .extracting(pd -> Urls.json(pd, "/pd/api/v1/leader").path("name").asString())
        .containsOnly(Urls.json(cluster.node("pd-0"), "/pd/api/v1/leader").path("name").asString())
        .isSubsetOf(cluster.nodes().stream().map(Node::name).toList());
  }
}

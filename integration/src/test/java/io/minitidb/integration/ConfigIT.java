package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minitidb.integration.cluster.Http;
import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.integration.cluster.NodeStatus;
import io.minitidb.node.NodeKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The configuration of a cluster of processes, changed with SQL and by the nodes' own routes.
@ExtendWith(ClusterExtension.class)
class ConfigIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LocalCluster cluster;
  private final Sql sql;

  ConfigIT(LocalCluster cluster) throws SQLException {
    this.cluster = cluster;
    this.sql = Sql.connect(cluster);
  }

  @AfterEach
  void putBack() throws SQLException {
    sql.close();
    for (NodeStatus node : cluster.status()) {
      cluster.thaw(node.node().name());
      if (node.state() == NodeStatus.State.STOPPED) {
        cluster.restart(node.node().name());
      }
    }
    try (Sql healthy = Sql.connect(cluster)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(healthy.column("select id from cluster_node_infos")).hasSize(8));
      healthy.run("admin rollback config to revision 0");
    }
  }

  private List<String> values(String kind, String key) throws SQLException {
    return sql.column(
        "select distinct value from cluster_config where type = '"
            + kind
            + "' and `key` = '"
            + key
            + "'");
  }

  private List<String> outcomes() throws SQLException {
    return sql.column(
        "select concat(type, ' ', `key`, ' ', ifnull(old_value, '?'), ' -> ', ifnull(new_value, '?'), ' ',"
            + " outcome) from cluster_config_history where revision ="
            + " (select max(revision) from cluster_config_history) order by 1");
  }

  @Test
  void everyNodeOfAKindRunsIt() throws SQLException {
    sql.run("set config tikv log.level = 'warn', pd log.level = 'error'");
    assertThat(sql.warnings()).hasSize(6).allMatch(each -> each.contains(" runs revision "));
    assertThat(values("tikv", "log.level")).containsExactly("warn");
    assertThat(values("pd", "log.level")).containsExactly("error");
    assertThat(values("tidb", "log.level")).containsExactly("info");
    assertThat(outcomes())
        .hasSize(6)
        .contains("tikv log.level info -> warn applied", "pd log.level info -> error applied");
    sql.run("set config tikv log.level = default");
    assertThat(values("tikv", "log.level")).containsExactly("info");
  }

  @Test
  void explainChangesNothing() throws SQLException {
    List<Map<String, String>> rows =
        sql.rows(
            "explain update cluster_config set value = 'warn' where `key` = 'log.level' and type <> 'tidb'");
    assertThat(rows).hasSize(6);
    assertThat(rows.getFirst())
        .containsEntry("OLD_VALUE", "info")
        .containsEntry("NEW_VALUE", "warn")
        .containsEntry("OUTCOME", "change");
    assertThat(values("pd", "log.level")).containsExactly("info");
    assertThat(sql.rows("explain set config tikv log.level = 'loud'"))
        .hasSize(3)
        .allMatch(row ->
            row.getOrDefault("OUTCOME", "")
                .startsWith("refused: log.level: 'loud' is none of debug"));
  }

  @Test
  void oneThatRefusesRefusesForAll() {
    assertThatThrownBy(() -> sql.run("set config tikv log.level = 'warn', pd log.level = 'loud'"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("nothing is changed: pd ")
        .hasMessageContaining("'loud' is none of debug, info, warn, error, fatal");
    assertThatThrownBy(() -> sql.run("set config '127.0.0.1:1' log.level = 'warn'"))
        .hasMessageContaining("instance 127.0.0.1:1 is not found in this cluster");
  }

  @Test
  void aNodeThatIsAwayTakesItOverWhenItIsBack() throws SQLException {
    Node away = cluster.node("tikv-1");
    cluster.kill("tikv-1");
    sql.run("set config tikv log.level = 'warn'");
    assertThat(sql.warnings())
        .filteredOn(each -> each.contains("does not run revision"))
        .singleElement()
        .asString()
        .contains(away.address().toString());
    sql.run(
        "update cluster_config set value = 'error' where type = 'tikv' and `key` = 'log.level'");
    assertThat(outcomes()).contains("tikv log.level ? -> error pending");
    cluster.restart("tikv-1");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(values("tikv", "log.level")).containsExactly("error");
          assertThat(outcomes()).contains("tikv log.level ? -> error applied");
        });
  }

  @Test
  void aFrozenNodeIsPendingAndCatchesUp() throws SQLException {
    cluster.freeze("pd-2");
    sql.run("set config pd log.level = 'warn'");
    assertThat(sql.warnings())
        .filteredOn(each -> each.contains("does not run revision"))
        .singleElement()
        .asString()
        .contains(cluster.node("pd-2").address().toString());
    cluster.thaw("pd-2");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(values("pd", "log.level")).containsExactly("warn"));
  }

  @Test
  void itOutlivesARestartOfEveryNode() throws SQLException {
    sql.run("set config tikv log.level = 'warn', pd log.level = 'error', tidb log.level = 'warn'");
    sql.run("set global tidb_slow_log_threshold = 77");
    cluster.stop();
    cluster.start();
    try (Sql again = Sql.connect(cluster)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(
                      again.column(
                          "select distinct concat(type, ' ', value) from cluster_config where `key` ="
                              + " 'log.level' order by 1"))
                  .containsExactly("pd error", "tidb warn", "tikv warn"));
      assertThat(again.column("select @@cluster.tidb_slow_log_threshold")).containsExactly("77");
    }
  }

  @Test
  void aGlobalVariableReachesEveryMiniTidb() throws SQLException {
    try (Sql other = Sql.connect(cluster, "tidb-1")) {
      sql.run("set global tidb_slow_log_threshold = 123");
      assertThat(sql.warnings()).isEmpty();
      assertThat(other.column("select @@global.tidb_slow_log_threshold")).containsExactly("123");
      sql.run("set cluster tidb_slow_log_threshold = 124, cluster tikv.log.level = 'warn'");
      assertThat(sql.warnings()).hasSize(5);
      assertThat(other.column("select @@global.tidb_slow_log_threshold")).containsExactly("124");
      assertThat(values("tikv", "log.level")).containsExactly("warn");
      other.run("set @@cluster.max_execution_time = 5000");
      assertThat(sql.column("select @@cluster.max_execution_time")).containsExactly("5000");
      assertThat(sql.column("select @@global.max_execution_time")).containsExactly("5000");
      assertThat(sql.column("select @@session.max_execution_time")).containsExactly("0");
      assertThat(other.column("select @@max_execution_time")).containsExactly("5000");
      assertThat(
              sql.rows(
                  "explain set global tidb_slow_log_threshold = 5, global max_execution_time = 5000"))
          .hasSize(4)
          .filteredOn(row -> "change".equals(row.get("OUTCOME")))
          .hasSize(2)
          .allMatch(row -> "124".equals(row.get("OLD_VALUE")));
    }
  }

  @Test
  void nodesThatDifferAreNamed() throws SQLException {
    Node one = cluster.node("tidb-1");
    sql.run(
        "update cluster_config set value = '9' where `key` = 'variables.tidb_slow_log_threshold' and instance = '"
            + one.address()
            + "'");
    assertThatThrownBy(() -> sql.column("select @@cluster.tidb_slow_log_threshold"))
        .hasMessageContaining("the nodes differ on 'tidb_slow_log_threshold'")
        .hasMessageContaining("'9' on " + one.address());
    assertThat(sql.column("select @@cluster.tikv.log.level")).containsExactly("info");
  }

  @Test
  void theWayBackLeadsToAnEarlierRevision() throws SQLException {
    sql.run("set config tikv log.level = 'warn'");
    String revision = sql.column("select max(revision) from cluster_config_history").getFirst();
    sql.run("set config tikv log.level = 'error', pd log.level = 'error'");
    assertThat(sql.rows("explain admin rollback config to revision " + revision)).hasSize(6);
    sql.run("admin rollback config to revision " + revision);
    assertThat(values("tikv", "log.level")).containsExactly("warn");
    assertThat(values("pd", "log.level")).containsExactly("info");
    assertThatThrownBy(() -> sql.run("admin rollback config to revision 1000000"))
        .hasMessageContaining("there is no revision 1000000");
  }

  private static HttpResponse<String> post(Node node, String path, String body)
      throws IOException, InterruptedException {
    return send("POST", node, path, body);
  }

  private static HttpResponse<String> send(String method, Node node, String path, String body)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://" + node.statusAddress() + path))
              .timeout(Duration.ofSeconds(20))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void whatRequestsOfOthersMayCostHoldsOnAMiniTidb() throws SQLException {
    String other = cluster.node("tidb-1").address().toString();
    String query = "select `key`, description from cluster_config where instance = '" + other + "'";
    assertThat(sql.rows(query)).hasSizeGreaterThan(50);
    sql.run("set config '" + other + "' coprocessor.max-answer-size = '1KiB'");
    assertThat(sql.rows(query)).isEmpty();
    assertThat(sql.warnings())
        .singleElement()
        .asString()
        .contains(other)
        .contains("coprocessor.max-answer-size");
    sql.run("set config '" + other + "' coprocessor.max-answer-size = default");
    assertThat(sql.rows(query)).hasSizeGreaterThan(50);
  }

  @Test
  void theNodesOwnRoutesGoTheSameWay() throws Exception {
    Node tikv = cluster.node("tikv-2");
    HttpResponse<String> answer = post(tikv, "/config", "{\"log.level\": \"warn\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(outcomes()).containsExactly("tikv log.level info -> warn applied");
    answer = post(tikv, "/config", "{\"log.level\": \"loud\"}");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).startsWith("failed to update, error: ").contains("'loud'");
    answer = send("PUT", tikv, "/log-level", "{\"log_level\": \"error\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(outcomes()).containsExactly("tikv log.level warn -> error applied");
    answer = post(cluster.node("tidb-1"), "/config", "{\"log.level\": \"warn\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(outcomes()).containsExactly("tidb log.level info -> warn applied");
    for (Node pd : cluster.nodes(NodeKind.PD)) {
      answer = post(pd, "/pd/api/v1/config", "{\"schedule.leader-schedule-limit\": 9}");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
    assertThat(outcomes()).hasSize(3).allMatch(each -> each.endsWith(" -> 9 applied"));
    assertThat(values("pd", "schedule.leader-schedule-limit")).containsExactly("9");
    assertThat(Http.call("GET", tikv.statusAddress(), "/config", PATIENCE).body())
        .contains("\"level\" : \"error\"");
  }
}

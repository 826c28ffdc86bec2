package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.integration.cluster.Http;
import io.minitidb.integration.cluster.Installation;
import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.integration.cluster.NodeStatus;
import io.minitidb.integration.cluster.Shape;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One process of each kind, all of whose traffic is mutual TLS. It starts only when a query
/// through the mini-tidb sees all of them.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class TlsIT {
  @TempDir private static Path directory;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new LocalCluster(Installation.find(), directory, line -> {});
    cluster.planAnywhere(Shape.of(1, 1, 1, 0), true);
    cluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.stop();
  }

  @Test
  void everyNodeAnswersAndMeasuresTheOthers() throws SQLException {
    try (Sql sql = Sql.connect(cluster)) {
      assertThat(sql.column("select type from cluster_info order by type"))
          .containsExactly("pd", "tidb", "tikv");
      assertThat(sql.column("select distinct node_type from cluster_node_infos"))
          .containsExactlyInAnyOrder("pd", "tidb", "tikv");
      assertThat(sql.warnings()).isEmpty();
      assertThat(sql.column("select store_id from tikv_store_status")).hasSize(1);
      sql.run("set config tikv log.level = 'warn'");
      assertThat(
              sql.column(
                  "select value from cluster_config where type = 'tikv' and `key` = 'log.level'"))
          .containsExactly("warn");
      // A round trip to a node is NULL while that node does not answer.
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            for (String table :
                List.of(
                    "tidb_server_network_latency_cluster", "pd_server_network_latency_cluster")) {
              assertThat(sql.column("select latency from " + table))
                  .hasSize(2)
                  .doesNotContain("null");
            }
          });
    }
  }

  @Test
  void whoHasNoCertificateGetsNoAnswer() throws Exception {
    for (Node node : cluster.nodes()) {
      Http.Answer answer =
          Http.call("GET", node.statusAddress(), "/status", Duration.ofSeconds(10));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("https://");
    }
  }

  @Test
  void theLauncherSeesEveryNode() {
    assertThat(cluster.status())
        .extracting(NodeStatus::state)
        .containsOnly(NodeStatus.State.RUNNING);
  }
}

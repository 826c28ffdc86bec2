package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.integration.cluster.NodeStatus;
import io.minitidb.node.NodeKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A node that is gone or frozen costs its own rows and one warning that names it, never the query.
@ExtendWith(ClusterExtension.class)
class FailureIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String IDS = "select id from cluster_node_infos";

  private final LocalCluster cluster;
  private final Sql sql;
  private final List<String> all;

  FailureIT(LocalCluster cluster) throws SQLException {
    this.cluster = cluster;
    this.sql = Sql.connect(cluster);
    this.all = sql.column(IDS);
  }

  @AfterEach
  void repair() throws SQLException {
    sql.close();
    for (NodeStatus node : cluster.status()) {
      cluster.thaw(node.node().name());
      if (node.state() == NodeStatus.State.STOPPED) {
        cluster.restart(node.node().name());
      }
    }
    try (Sql healthy = Sql.connect(cluster)) {
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(healthy.column(IDS)).hasSize(8));
    }
  }

  @Test
  void aKilledTikvIsMissingUntilItIsBackWithTheSameId() throws SQLException {
    cluster.kill("tikv-1");
    assertOneIsMissing(cluster.node("tikv-1"));
    cluster.restart("tikv-1");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(sql.column(IDS)).containsExactlyInAnyOrderElementsOf(all));
    assertThat(sql.warnings()).isEmpty();
  }

  @Test
  void aFrozenTikvIsMissingUntilItGoesOn() throws SQLException {
    cluster.freeze("tikv-2");
    assertOneIsMissing(cluster.node("tikv-2"));
    cluster.thaw("tikv-2");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(sql.column(IDS)).containsExactlyInAnyOrderElementsOf(all));
  }

  @Test
  void anotherMemberLeadsWhenTheLeaderIsKilled() throws SQLException {
    Node before = cluster.node(leader(cluster.node("pd-0")));
    cluster.kill(before.name());
    assertOneIsMissing(before);
    List<Node> left = cluster.nodes(NodeKind.PD).stream().filter(pd -> !pd.equals(before)).toList();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          String after = leader(left.getFirst());
          assertThat(left).extracting(Node::name).contains(after);
          assertThat(leader(left.getLast())).isEqualTo(after);
        });
    assertOneIsMissing(before);
  }

  @Test
  void aKilledTidbIsMissedByTheOther() throws SQLException {
    cluster.kill("tidb-1");
    List<String> left = sql.column(IDS);
    assertThat(left).hasSize(7).isSubsetOf(all);
    cluster.restart("tidb-1");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(sql.column(IDS)).hasSize(8));
  }

  private void assertOneIsMissing(Node node) throws SQLException {
    assertThat(sql.column(IDS)).hasSize(7).isSubsetOf(all);
    assertThat(sql.warnings()).singleElement().asString().contains(node.address().toString());
  }

  private static String leader(Node pd) {
    return Urls.json(pd, "/pd/api/v1/leader").path("name").asString("");
  }
}

package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.integration.cluster.NodeStatus;
import io.minitidb.node.NodeKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The original's routes of the configuration on three processes: on the leader, on a follower, and
/// without a leader.
@ExtendWith(ClusterExtension.class)
class PdConfigIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CONFIG = "/pd/api/v1/config";
  private static final JsonMapper JSON = new JsonMapper();

  private final LocalCluster cluster;
  private final List<Node> members;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  PdConfigIT(LocalCluster cluster) {
    this.cluster = cluster;
    this.members = cluster.nodes().stream().filter(node -> node.kind() == NodeKind.PD).toList();
  }

  @AfterEach
  void repair() throws SQLException {
    http.shutdownNow();
    for (NodeStatus node : cluster.status()) {
      if (node.state() == NodeStatus.State.STOPPED) {
        cluster.restart(node.node().name());
      }
    }
    try (Sql sql = Sql.connect(cluster)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(sql.column("select id from cluster_node_infos")).hasSize(8));
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder to(Node node, String path) {
    return HttpRequest.newBuilder(URI.create("http://" + node.statusAddress() + path));
  }

  private HttpResponse<String> get(Node node, String path) throws Exception {
    return send(to(node, path));
  }

  private HttpResponse<String> post(Node node, String path, String body) throws Exception {
    return send(to(node, path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private JsonNode config(Node node) throws Exception {
    HttpResponse<String> answer = get(node, CONFIG);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private Node leader() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(() -> get(members.getFirst(), "/pd/api/v1/leader").statusCode() == 200);
    String name =
        JSON.readTree(get(members.getFirst(), "/pd/api/v1/leader").body()).path("name").asString();
    return cluster.node(name);
  }

  @Test
  void everyMemberShowsTheClustersValuesAndTakesChangesForAll() throws Exception {
    Node leader = leader();
    for (Node member : members) {
      int limit = 100 + members.indexOf(member);
      String body =
          "{\"schedule.region-schedule-limit\": \""
              + limit
              + "\", \"max-replicas\": "
              + limit % 9
              + "}";
      HttpResponse<String> changed = post(member, CONFIG, body);
      assertThat(changed.body()).isEqualTo("\"The config is updated.\"\n");
      for (Node each : members) {
        JsonNode config = config(each);
        assertThat(config.path("name").asString()).isEqualTo(each.name());
        assertThat(config.at("/schedule/region-schedule-limit").asInt()).isEqualTo(limit);
        assertThat(config.at("/replication/max-replicas").asInt()).isEqualTo(limit % 9);
        assertThat(config.path("schedule")).isEqualTo(config(leader).path("schedule"));
      }
    }
    assertThat(
            post(members.getFirst(), CONFIG + "/schedule", "{\"region-schedule-limit\": 2048}")
                .statusCode())
        .isEqualTo(200);
    assertThat(
            post(members.getFirst(), CONFIG + "/replicate", "{\"max-replicas\": 3}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void withoutALeaderAMemberShowsItsOwnOnly() throws Exception {
    Node leader = leader();
    Node left = members.stream().filter(m -> !m.equals(leader)).findFirst().orElseThrow();
    for (Node member : members) {
      if (!member.equals(left)) {
        cluster.kill(member.name());
      }
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          HttpResponse<String> answer = get(left, CONFIG);
          assertThat(answer.body()).isEqualTo("\"[PD:server:ErrLeaderNil]leader is nil\"\n");
          assertThat(answer.statusCode()).isEqualTo(500);
        });
    HttpResponse<String> change = post(left, CONFIG, "{\"max-replicas\": 5}");
    assertThat(change.statusCode()).isEqualTo(503);
    assertThat(change.body())
        .isEqualTo("[PD:apiutil:ErrRedirectNoLeader]redirect finds no leader\n");
    HttpResponse<String> own = get(left, "/pd_member/api/v1/config");
    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(own.body()).path("name").asString()).isEqualTo(left.name());
  }
}

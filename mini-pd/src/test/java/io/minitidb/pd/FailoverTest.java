package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Leaders that go, by will or by force, and what is left when most members are gone.
@Timeout(120)
final class FailoverTest {
  @TempDir Path directory;

  @Test
  void leadershipMovesAndWithoutQuorumOnlyTheLocalPrefixAnswers() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory, 3)) {
      String first = cluster.awaitLeader();
      String chosen = cluster.aFollower();
      assertThat(cluster.send("POST", chosen, "/pd/api/v1/leader/transfer/nobody").statusCode())
          .isEqualTo(500);
      String ttl = "{\"schedule.leader-schedule-limit\": 77}";
      assertThat(cluster.post(first, "/pd/api/v1/config?ttlSecond=600", ttl).statusCode())
          .isEqualTo(200);
      HttpResponse<String> transfer =
          cluster.send("POST", chosen, "/pd/api/v1/leader/transfer/" + chosen);
      assertThat(transfer.body()).isEqualTo("\"The transfer command is submitted.\"\n");
      Awaitility.await("the chosen leader")
          .atMost(TestCluster.PATIENCE)
          .until(() -> cluster.awaitLeader().equals(chosen));
      for (String name : cluster.names()) {
        assertThat(
                cluster
                    .json(name, "/pd/api/v1/config")
                    .at("/schedule/leader-schedule-limit")
                    .asInt())
            .as("what was set for a time before the change of the leader, on " + name)
            .isEqualTo(77);
      }

      assertThat(cluster.send("POST", first, "/pd/api/v1/leader/resign").statusCode())
          .isEqualTo(200);
      Awaitility.await("another leader")
          .atMost(TestCluster.PATIENCE)
          .until(() -> !cluster.awaitLeader().equals(chosen));

      String second = cluster.awaitLeader();
      cluster.stop(second);
      String third = cluster.awaitLeader();
      assertThat(third).isNotEqualTo(second);
      assertThat(cluster.get(third, "/pd/api/v1/leader").body()).contains("\"" + third + "\"");

      cluster.stop(third);
      String last = cluster.names().getFirst();
      Awaitility.await("no leader")
          .atMost(TestCluster.PATIENCE)
          .until(() -> cluster.server(last).member().leader().isEmpty());
      HttpResponse<String> redirected = cluster.get(last, "/pd/api/v1/members");
      assertThat(redirected.statusCode()).isEqualTo(503);
      assertThat(redirected.body())
          .isEqualTo("[PD:apiutil:ErrRedirectNoLeader]redirect finds no leader\n");
      assertThat(cluster.get(last, "/pd/api/v1/ping").statusCode()).isEqualTo(200);
      for (String route :
          new String[] {"node_info", "members", "role", "health", "config", "leader"}) {
        assertThat(cluster.get(last, "/pd_member/api/v1/" + route).statusCode())
            .as(route)
            .isEqualTo(200);
      }
      assertThat(
              new JsonMapper()
                  .readTree(cluster.get(last, "/pd_member/api/v1/health").body())
                  .path("health")
                  .asBoolean())
          .isFalse();

      cluster.start(second);
      assertThat(cluster.awaitLeader()).isIn(last, second);
    }
  }

  @Test
  void aSoleMemberRestartsWithItsData() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory, 1)) {
      cluster.awaitLeader();
      String before = cluster.get("pd-0", "/pd/api/v1/cluster").body();
      assertThat(cluster.send("POST", "pd-0", "/pd/api/v1/leader/resign").statusCode())
          .isEqualTo(200);
      cluster.stop("pd-0");
      cluster.start("pd-0");
      cluster.awaitLeader();
      assertThat(cluster.get("pd-0", "/pd/api/v1/cluster").body()).isEqualTo(before);
    }
  }
}

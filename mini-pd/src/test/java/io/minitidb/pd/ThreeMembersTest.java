package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.pd.cluster.Term;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What clients see of a healthy cluster, whichever member they ask.
@Timeout(120)
final class ThreeMembersTest {
  private static final JsonMapper JSON = new JsonMapper();
  @TempDir static Path directory;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(directory, 3);
    cluster.awaitLeader();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  @Test
  void everyMemberAnswersForTheSameLeader() throws Exception {
    String leader = cluster.awaitLeader();
    for (String name : cluster.names()) {
      HttpResponse<String> answer = cluster.get(name, "/pd/api/v1/leader");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(json(answer).path("name").asString()).isEqualTo(leader);
    }
  }

  @Test
  void membersListsAllWithTheUrlOfMiniPd() throws Exception {
    HttpResponse<String> answer = cluster.get(cluster.aFollower(), "/pd/api/v1/members");
    JsonNode members = json(answer).path("members");
    assertThat(members.findValuesAsString("name")).containsExactly("pd-0", "pd-1", "pd-2");
    for (JsonNode member : members) {
      String own = cluster.uri(member.path("name").asString(), "").toString();
      assertThat(member.path("client_urls").get(0).asString()).isEqualTo(own);
      assertThat(member.path("member_id").isIntegralNumber()).isTrue();
    }
    assertThat(json(answer).path("header").path("cluster_id").isIntegralNumber()).isTrue();
    assertThat(json(answer).path("leader")).isEqualTo(json(answer).path("etcd_leader"));
    assertThat(answer.headers().firstValue("content-type"))
        .contains("application/json; charset=UTF-8");
    assertThat(answer.headers().allValues("access-control-allow-origin")).containsExactly("*");
    assertThat(answer.body())
        .startsWith("{\n  \"header\": {\n    \"cluster_id\": ")
        .endsWith("}\n");
  }

  /// The prototype's defect: behind the redirector every member told of the leader.
  @Test
  void theLocalPrefixTellsOfEachMemberItself() throws Exception {
    for (String prefix :
        List.of("/pd_member/api/v1/", "/pd_cluster/api/v1/", "/pd/api/v1/cluster_stats/")) {
      for (String table : List.of("node_info", "stats_info")) {
        Set<String> names = new HashSet<>();
        for (String name : cluster.names()) {
          Awaitility.await("a sample")
              .atMost(TestCluster.PATIENCE)
              .until(() -> cluster.get(name, prefix + table).statusCode() == 200);
          JsonNode answer = json(cluster.get(name, prefix + table, "PD-Redirector", "somebody"));
          names.add(answer.path("pd_name").asString());
        }
        assertThat(names).as(prefix + table).containsExactlyInAnyOrder("pd-0", "pd-1", "pd-2");
      }
    }
  }

  @Test
  void localAnswersNameTheirMember() throws Exception {
    for (String name : cluster.names()) {
      HttpResponse<String> answer = cluster.get(name, "/pd_member/api/v1/role");
      assertThat(answer.headers().firstValue("X-PD-Handle-By")).contains(name);
      assertThat(json(answer).path("is_leader").asBoolean())
          .isEqualTo(name.equals(cluster.awaitLeader()));
      assertThat(json(answer).path("pd_leader").asString()).isEqualTo(cluster.awaitLeader());
    }
  }

  @Test
  void everyMemberProfilesItself() throws Exception {
    for (String name : cluster.names()) {
      HttpResponse<String> answer =
          cluster.get(
              name, "/pd/api/v1/debug/pprof/goroutine?format=svg", "PD-Redirector", "somebody");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains(">mini-pd " + name + "</text>");
      assertThat(cluster.get(name, "/debug/pprof/nothing").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void nodeInfoAndStatsAreReal() throws Exception {
    Awaitility.await("a sample")
        .atMost(TestCluster.PATIENCE)
        .until(() -> cluster.get("pd-0", "/pd_member/api/v1/stats_info").statusCode() == 200);
    JsonNode info = json(cluster.get("pd-0", "/pd_member/api/v1/node_info"));
    assertThat(info.path("port").asInt()).isEqualTo(cluster.server("pd-0").address().port());
    assertThat(info.path("cpu_info").path("cpu_thread").asInt()).isPositive();
    assertThat(info.path("mem_size").asLong()).isPositive();
    JsonNode stats = json(cluster.get("pd-0", "/pd_member/api/v1/stats_info"));
    assertThat(stats.path("cpu_usage").asDouble()).isBetween(0.0, 100.0);
    assertThat(stats.path("mem_usage").asDouble()).isBetween(0.1, 100.0);
    assertThat(stats.path("net_usage").findValuesAsString("name"))
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  @Test
  void latencyListsTheOtherMembersThoughAllAreOnOneHost() {
    Awaitility.await("a measurement")
        .atMost(TestCluster.PATIENCE)
        .ignoreException(NumberFormatException.class) // not measured yet
        .untilAsserted(() -> {
          JsonNode trips = json(cluster.get("pd-1", "/pd_member/api/v1/network_latency"));
          assertThat(trips.findValuesAsString("target"))
              .containsExactlyInAnyOrder(
                  cluster.server("pd-0").address().toString(),
                  cluster.server("pd-2").address().toString());
          for (JsonNode trip : trips) {
            double average = Double.parseDouble(trip.path("latency").asString());
            double least = Double.parseDouble(trip.path("min").asString());
            assertThat(average).isBetween(least, Double.parseDouble(trip.path("max").asString()));
          }
          assertThat(trips.get(0).path("source").asString())
              .isEqualTo(cluster.server("pd-1").address().toString());
        });
  }

  @Test
  void aFollowerProxiesAndTheAllowHeaderKeepsIt() throws Exception {
    String follower = cluster.aFollower();
    HttpResponse<String> proxied = cluster.get(follower, "/pd/api/v1/stores");
    assertThat(proxied.statusCode()).isEqualTo(500);
    assertThat(proxied.body()).startsWith("\"[PD:cluster:ErrNotBootstrapped]");
    HttpResponse<String> kept =
        cluster.get(follower, "/pd/api/v1/cluster", "pd-allow-follower-handle", "false");
    assertThat(kept.statusCode()).isEqualTo(200);
  }

  @Test
  void aRedirectedRequestIsNotRedirectedAgain() throws Exception {
    HttpResponse<String> answer =
        cluster.get(cluster.aFollower(), "/pd/api/v1/members", "PD-Redirector", "pd-x");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .isEqualTo("[PD:apiutil:ErrRedirectToNotLeader]redirect to not leader\n");
    assertThat(
            cluster
                .get(cluster.awaitLeader(), "/pd/api/v1/members", "PD-Redirector", "pd-x")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void unknownPathsAndMethods() throws Exception {
    String follower = cluster.aFollower();
    assertThat(cluster.get(follower, "/pd/api/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(cluster.get(follower, "/pd_cluster/api/v1/nothing").body())
        .isEqualTo("404 page not found\n");
    assertThat(cluster.get(follower, "/pd_members/api/v1/role").statusCode()).isEqualTo(404);
    assertThat(cluster.send("DELETE", follower, "/pd/api/v1/members").statusCode()).isEqualTo(405);
    assertThat(cluster.send("POST", follower, "/pd_member/api/v1/role").statusCode())
        .isEqualTo(405);
    assertThat(cluster.send("OPTIONS", follower, "/anything").statusCode()).isEqualTo(200);
  }

  @Test
  void healthCountsAllAsHealthy() throws Exception {
    JsonNode health = json(cluster.get(cluster.aFollower(), "/pd/api/v1/health"));
    assertThat(health.findValuesAsString("health")).containsExactly("true", "true", "true");
    JsonNode local = json(cluster.get(cluster.aFollower(), "/pd_member/api/v1/health"));
    assertThat(local.path("health").asBoolean()).isTrue();
  }

  @Test
  void processRoutesAnswerAtTheRoot() throws Exception {
    String leader = cluster.awaitLeader();
    assertThat(cluster.get(leader, "/metrics").body())
        .contains("service_member_role{service=\"PD\"} 1");
    assertThat(cluster.get(leader, "/health").body()).isEqualTo("{\"health\":\"true\"}");
    assertThat(json(cluster.get(leader, "/version")).path("etcdserver").asString())
        .startsWith("3.");
  }

  @Test
  void theConfigurationIsTheMembersOwnButForWhatIsTheClusters() throws Exception {
    String leader = cluster.awaitLeader();
    String follower = cluster.aFollower();
    String path = "/pd/api/v1/config";
    HttpResponse<String> changed =
        cluster.post(follower, path, "{\"leader-schedule-limit\": 11, \"max-replicas\": \"5\"}");
    // Placement rules want a bootstrapped cluster.
    assertThat(changed.statusCode()).isEqualTo(400);
    assertThat(cluster.post(follower, path, "{\"leader-schedule-limit\": 11}").body())
        .isEqualTo("\"The config is updated.\"\n");
    for (String name : cluster.names()) {
      JsonNode config = cluster.json(name, path);
      assertThat(config.path("name").asString()).isEqualTo(name);
      assertThat(config.at("/schedule/leader-schedule-limit").asInt()).isEqualTo(11);
      assertThat(config.path("replication"))
          .isEqualTo(cluster.json(leader, path).path("replication"));
      assertThat(cluster.json(name, path + "/schedule")).isEqualTo(config.path("schedule"));
      assertThat(cluster.json(name, "/pd_member/api/v1/config").path("name").asString())
          .isEqualTo(name);
    }
    // The header makes no follower write: the leader says what is wrong with the body.
    HttpResponse<String> sentOn =
        cluster.send("POST", follower, path, "PD-Allow-follower-handle", "true");
    assertThat(sentOn.statusCode()).isEqualTo(400);
    assertThat(cluster.get(follower, path, "PD-Redirector", "pd-x").statusCode()).isEqualTo(500);
  }

  /// The key is put again then, which is no change of the leader.
  @Test
  void aLeaderOnAnotherLeaseIsTheSameLeaderForAll() {
    PdServer leader = cluster.server(cluster.awaitLeader());
    Term term = leader.member().term().orElseThrow();
    cluster.configure(leader.member().name(), Map.of("lease", "60"));
    Awaitility.await("the long lease")
        .atMost(TestCluster.PATIENCE)
        .failFast("a follower lost its leader", () -> !allFollow(leader.member().name()))
        .until(() -> term.fence().remaining().toSeconds() > 30);
    assertThat(leader.member().term()).containsSame(term);
  }

  private static boolean allFollow(String leader) {
    return cluster.names().stream()
        .allMatch(name ->
            cluster
                .server(name)
                .member()
                .leader()
                .filter(known -> known.name().equals(leader))
                .isPresent());
  }

  @Test
  void theCoprocessorAnswersOnEachMember() {
    for (String name : cluster.names()) {
      Awaitility.await("the coprocessor")
          .atMost(TestCluster.PATIENCE)
          .untilAsserted(() -> {
            HttpResponse<String> answer =
                cluster.send("POST", name, "/pd_member/api/v1/coprocessor");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/x-protobuf");
            assertThat(answer.headers().firstValue("X-PD-Handle-By")).contains(name);
          });
    }
  }
}

package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.PdKeys;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a member says of itself to whoever watches over it, and what it leaves in etcd for tools of
/// the original to read; of two members, then of one that has lost its fellow.
@Timeout(120)
final class ProbesTest {
  @TempDir Path directory;

  @Test
  void aMemberTellsHowItIs() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory, 2)) {
      String leader = cluster.awaitLeader();
      String follower = cluster.aFollower();
      keysAreReadable(cluster, leader);
      for (String name : cluster.names()) {
        allIsWell(cluster, name);
      }
      metricsHaveTheirNames(cluster, leader, follower);
      etcdSpeaksHttp(cluster, follower);
      cluster.stop(leader);
      Awaitility.await("no leader")
          .atMost(TestCluster.PATIENCE)
          .until(() -> cluster.server(follower).member().leader().isEmpty());
      itCannotServe(cluster, follower);
    }
  }

  private static void allIsWell(TestCluster cluster, String name) throws Exception {
    for (String prefix : new String[] {"/pd/api/v2", "/pd_member/api/v1"}) {
      assertThat(cluster.get(name, prefix + "/livez").body()).isEqualTo("ok\n");
      assertThat(cluster.get(name, prefix + "/readyz").body()).isEqualTo("ok\n");
      HttpResponse<String> verbose =
          cluster.get(name, prefix + "/readyz?verbose&exclude=etcd-non-learner");
      assertThat(verbose.statusCode()).isEqualTo(200);
      assertThat(verbose.body())
          .isEqualTo(
              """
              [+]leader-promotion ok
              [+]etcd-data-corruption ok
              [+]etcd-serializable-read ok
              [+]etcd-linearizable-read ok
              ok
              """);
      assertThat(cluster.get(name, prefix + "/readyz/etcd-non-learner?verbose").body())
          .isEqualTo("[+]etcd-non-learner ok\nok\n");
      assertThat(cluster.get(name, prefix + "/livez/etcd-non-learner").statusCode()).isEqualTo(404);
    }
    assertThat(cluster.get(name, "/pd/api/v2/ready").body()).isEmpty();
    assertThat(cluster.get(name, "/pd/api/v2/ready?verbose").body())
        .isEqualTo("{\n  \"region_loaded\": false,\n  \"is_bootstrapped\": false\n}\n");
    assertThat(cluster.send("POST", name, "/pd/api/v2/ready").statusCode()).isEqualTo(405);
    assertThat(cluster.get(name, "/pd/api/v1/debug/pprof/trace").statusCode()).isEqualTo(501);
    assertThat(cluster.get(name, "/pd/api/v1/cluster_stats/nothing").body()).isEqualTo("\"\"\n");
    assertThat(cluster.send("POST", name, "/pd/api/v1/cluster_stats/nothing").statusCode())
        .isEqualTo(405);
  }

  private static void metricsHaveTheirNames(TestCluster cluster, String leader, String follower)
      throws Exception {
    Awaitility.await("a look at the members")
        .atMost(TestCluster.PATIENCE)
        .until(() ->
            cluster
                .get(leader, "/metrics")
                .body()
                .contains("pd_cluster_health_status{name=\"" + follower + "\"} 1.0"));
    assertThat(cluster.get(leader, "/metrics").body())
        .contains(
            "pd_cluster_health_status{name=\"" + leader + "\"} 1.0",
            "pd_member_leader_priority 0.0",
            "pd_server_info{hash=\"",
            "pd_cluster_tso{type=\"tso\"}",
            "pd_tso_role{dc=\"global\"} 1.0",
            "pd_tso_timestamps_total",
            "pd_server_handle_tso_duration_seconds_count",
            "pd_service_audit_handling_seconds_count{caller_id=\"anonymous\",method=\"GET\","
                + "service=\"/pd/api/v1/cluster_stats/{table}\"}",
            "pd_cluster_metadata{type=\"cluster",
            "service_member_role{service=\"PD\"} 1.0",
            "pd_server_etcd_state{type=\"term\"}");
    assertThat(cluster.get(follower, "/metrics").body())
        .contains("pd_tso_role{dc=\"global\"} 0.0", "service_member_role{service=\"PD\"} 0.0")
        .doesNotContain("pd_cluster_tso{");
  }

  private static void etcdSpeaksHttp(TestCluster cluster, String name) throws Exception {
    assertThat(cluster.get(name, "/health").body()).isEqualTo("{\"health\":\"true\"}");
    assertThat(cluster.get(name, "/version").body())
        .matches("\\{\"etcdserver\":\"3[.0-9]+\",\"etcdcluster\":\"3[.0-9]+\"}");
    String range = "{\"key\": \"L3BkL2NsdXN0ZXJfaWQ=\"}"; // /pd/cluster_id
    HttpResponse<String> found = cluster.post(name, "/v3/kv/range", range);
    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.body()).contains("\"count\":\"1\"");
  }

  private static void itCannotServe(TestCluster cluster, String name) throws Exception {
    assertThat(cluster.get(name, "/pd/api/v2/livez").body()).isEqualTo("ok\n");
    HttpResponse<String> ready = cluster.get(name, "/pd/api/v2/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body())
        .contains(
            "[-]leader-promotion failed: ",
            "[+]etcd-data-corruption ok\n",
            "[+]etcd-serializable-read ok\n",
            "[-]etcd-linearizable-read failed: ",
            "[+]etcd-non-learner ok\n");
    assertThat(cluster.get(name, "/pd_member/api/v1/readyz/etcd-linearizable-read").statusCode())
        .isEqualTo(503);
    Awaitility.await("etcd knows that it has no quorum")
        .atMost(TestCluster.PATIENCE)
        .untilAsserted(() -> {
          HttpResponse<String> health = cluster.get(name, "/health");
          assertThat(health.statusCode()).isEqualTo(503);
          assertThat(health.body().strip()).isEqualTo("{\"health\":\"false\"}");
        });
    assertThat(cluster.get(name, "/metrics").statusCode()).isEqualTo(200);
  }

  private static void keysAreReadable(TestCluster cluster, String leader) throws Exception {
    LocalMember.Started started = cluster.server(leader).member().started().orElseThrow();
    PdKeys keys = started.keys();
    try (Client client = Client.builder().endpoints(cluster.uri(leader, "")).build()) {
      Awaitility.await("the configuration")
          .atMost(TestCluster.PATIENCE)
          .until(() -> !read(client, keys.config()).isEmpty());
      JsonNode config = new JsonMapper().readTree(read(client, keys.config()));
      for (String section :
          new String[] {
            "schedule",
            "replication",
            "pd-server",
            "replication-mode",
            "label-property",
            "cluster-version",
            "store"
          }) {
        assertThat(config.has(section)).as(section).isTrue();
      }
      String change = "{\"schedule.leader-schedule-limit\": 9}";
      assertThat(cluster.post(leader, "/pd/api/v1/config", change).statusCode()).isEqualTo(200);
      Awaitility.await("the changed configuration")
          .atMost(TestCluster.PATIENCE)
          .until(() -> read(client, keys.config()).contains("\"leader-schedule-limit\":9"));
      for (String name : cluster.names()) {
        long id = cluster.server(name).member().started().orElseThrow().self().id();
        Awaitility.await("what " + name + " says of itself")
            .atMost(TestCluster.PATIENCE)
            .until(() -> read(client, keys.member(id, "binary_version")).startsWith("v"));
        assertThat(Files.isDirectory(Path.of(read(client, keys.member(id, "deploy_path")))))
            .isTrue();
      }
    }
  }

  private static String read(Client client, String key) throws Exception {
    return client
        .getKVClient()
        .get(ByteSequence.from(key, StandardCharsets.UTF_8))
        .get(10, TimeUnit.SECONDS)
        .getKvs()
        .stream()
        .findFirst()
        .map(kv -> kv.getValue().toString(StandardCharsets.UTF_8))
        .orElse("");
  }
}

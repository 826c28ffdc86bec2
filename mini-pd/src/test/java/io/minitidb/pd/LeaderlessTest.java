package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One of two members, without the other.
@Timeout(120)
final class LeaderlessTest {
  private static final String CONFIG = "/pd/api/v1/config";
  @TempDir Path directory;

  @Test
  @Effect("limits.leader-wait")
  void aRequestWaitsForALeaderAsLongAsTheConfigurationSays() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory, 2)) {
      cluster.awaitLeader();
      cluster.stop("pd-1");
      PdServer alone = cluster.server("pd-0");
      Awaitility.await("no leader")
          .atMost(TestCluster.PATIENCE)
          .until(() -> alone.member().leader().isEmpty());
      assertThat(cluster.get("pd-0", CONFIG).body())
          .isEqualTo("\"[PD:server:ErrLeaderNil]leader is nil\"\n");
      assertThat(cluster.get("pd-0", CONFIG).statusCode()).isEqualTo(500);
      assertThat(cluster.json("pd-0", "/pd_member/api/v1/config").path("name").asString())
          .isEqualTo("pd-0");

      assertThat(alone.config().apply(1, Map.of("limits.leader-wait", "1m")).failure()).isEmpty();
      CompletableFuture<HttpResponse<String>> patient =
          CompletableFuture.supplyAsync(() -> get(cluster, CONFIG + "/schedule"));
      Awaitility.await("a request that waits")
          .during(Duration.ofSeconds(1))
          .atMost(TestCluster.PATIENCE)
          .until(() -> !patient.isDone());
      assertThat(alone.config().apply(2, Map.of("limits.leader-wait", "0s")).failure()).isEmpty();
      HttpResponse<String> refused = cluster.post("pd-0", CONFIG, "{\"max-replicas\": 5}");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(patient).isNotDone();

      cluster.start("pd-1");
      cluster.awaitLeader();
      assertThat(patient.join().statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> get(TestCluster cluster, String path) {
    try {
      return cluster.get("pd-0", path);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

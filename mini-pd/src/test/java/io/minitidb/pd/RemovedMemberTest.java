package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Members that are taken out of the cluster stay out and say so.
@Timeout(180)
final class RemovedMemberTest {
  private static final String MEMBERS = "/pd/api/v1/members";
  @TempDir Path directory;

  @Test
  void aFollowerAndTheLeaderAreRemoved() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory, 3)) {
      String leader = cluster.awaitLeader();
      String follower = cluster.aFollower();
      assertThat(cluster.send("DELETE", follower, MEMBERS + "/name/nobody").body())
          .isEqualTo("\"not found, pd: nobody\"\n");
      assertThat(cluster.send("DELETE", follower, MEMBERS + "/name/nobody").statusCode())
          .isEqualTo(404);
      HttpResponse<String> noId = cluster.send("DELETE", follower, MEMBERS + "/id/x");
      assertThat(noId.statusCode()).isEqualTo(400);
      HttpResponse<String> unknown = cluster.send("DELETE", follower, MEMBERS + "/id/77");
      assertThat(unknown.statusCode()).isEqualTo(500);
      assertThat(unknown.body()).isEqualTo("\"etcdserver: member not found\"\n");

      remove(cluster, leader, MEMBERS + "/name/" + leader, "\"removed, pd: " + leader + "\"\n");
      staysOut(cluster, leader);
      String second = cluster.awaitLeader();
      String last = cluster.aFollower();
      String id =
          Long.toUnsignedString(cluster.server(last).member().started().orElseThrow().self().id());
      remove(cluster, last, MEMBERS + "/id/" + id, "\"removed, pd: " + id + "\"\n");
      staysOut(cluster, last);
      assertThat(cluster.awaitLeader()).isEqualTo(second);
      assertThat(cluster.json(second, MEMBERS).path("members").findValuesAsString("name"))
          .containsExactly(second);
      assertThat(cluster.send("DELETE", second, MEMBERS + "/name/" + second).statusCode())
          .as("the last one")
          .isEqualTo(500);
    }
  }

  /// etcd refuses for some seconds after a start, until it has seen that a majority is stable; on a
  /// busy machine a member may not know the leader for a moment.
  private static void remove(TestCluster cluster, String through, String path, String answer) {
    Awaitility.await("the removal")
        .atMost(TestCluster.PATIENCE)
        .until(() -> {
          HttpResponse<String> got = cluster.send("DELETE", through, path);
          if (got.statusCode() == 200) {
            assertThat(got.body()).isEqualTo(answer);
            return true;
          }
          assertThat(got.body()).containsAnyOf("etcdserver: unhealthy cluster", "leader");
          return false;
        });
  }

  private static void staysOut(TestCluster cluster, String name) throws Exception {
    PdServer removed = cluster.server(name);
    Awaitility.await("its end").atMost(TestCluster.PATIENCE).until(removed.failure()::isDone);
    assertThat(removed.failure().join())
        .startsWith(name + " was removed from the cluster and stays out")
        .contains("--join");
    assertThat(removed.etcd().alive()).isFalse();
    cluster.stop(name);
    try (PdServer again = PdServer.start(PdConfig.load(Optional.empty(), cluster.flags(name)))) {
      Awaitility.await("its end").atMost(TestCluster.PATIENCE).until(again.failure()::isDone);
      assertThat(again.failure().join()).startsWith(name + " was removed from the cluster");
    }
  }

  @Test
  void whoseDataAreGoneIsToldWhatToDo() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory, 3)) {
      cluster.awaitLeader();
      String follower = cluster.aFollower();
      cluster.stop(follower);
      Map<String, String> flags = cluster.flags(follower);
      flags.put("data-dir", directory.resolve("empty").toString());
      try (PdServer empty = PdServer.start(PdConfig.load(Optional.empty(), flags))) {
        Awaitility.await("its end").atMost(TestCluster.PATIENCE).until(empty.failure()::isDone);
        assertThat(empty.failure().join())
            .contains("its data are lost", "/pd/api/v1/members/name/" + follower, "--join");
      }
      cluster.awaitLeader();
    }
  }
}

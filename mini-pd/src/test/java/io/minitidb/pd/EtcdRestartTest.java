package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A member whose etcd is killed steps down, keeps its port, and takes part again with the next
/// one.
@Timeout(180)
final class EtcdRestartTest {
  @TempDir Path directory;

  private static ProcessHandle etcd(PdServer server) {
    return server.etcd().pid().flatMap(ProcessHandle::of).orElseThrow();
  }

  private static void kill(PdServer server) {
    ProcessHandle before = etcd(server);
    before.destroyForcibly();
    Awaitility.await("its end").atMost(TestCluster.PATIENCE).until(() -> !before.isAlive());
  }

  @Test
  void aSoleMemberComesBackWithoutARestart() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory, 1)) {
      PdServer server = cluster.server(cluster.awaitLeader());
      String id = cluster.get("pd-0", "/pd/api/v1/cluster").body();
      for (int round = 0; round < 3; round++) {
        kill(server);
        Awaitility.await("stepping down")
            .atMost(TestCluster.PATIENCE)
            .until(() -> server.member().term().isEmpty());
        JsonNode role = cluster.json("pd-0", "/pd_member/api/v1/role");
        assertThat(role.path("name").asString()).isEqualTo("pd-0");
        cluster.awaitLeader();
        assertThat(cluster.get("pd-0", "/pd/api/v1/cluster").body()).isEqualTo(id);
        assertThat(server.member().trouble()).isEmpty();
      }
      cluster.configure("pd-0", Map.of("log.level", "warn"));
      assertThat(server.config().get().log().level()).isEqualTo("warn");
      assertThat(server.failure()).isNotDone();
    }
  }

  @Test
  void withoutAnyEtcdTheMemberTellsWhatItIsMissing() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory, 2)) {
      String leader = cluster.awaitLeader();
      PdServer server = cluster.server(leader);
      try (ServerSocket inTheWay = takePort(server)) {
        assertThat(inTheWay.isBound()).isTrue();
        Awaitility.await("a loop of failures that is told")
            .atMost(TestCluster.PATIENCE)
            .until(() ->
                server.member().trouble().contains("times in a row")
                    && server.member().trouble().contains("address already in use"));
        assertThat(server.member().term()).isEmpty();
        for (String route : List.of("node_info", "members", "role", "config", "leader", "health")) {
          Awaitility.await(route)
              .atMost(TestCluster.PATIENCE)
              .until(() -> cluster.get(leader, "/pd_member/api/v1/" + route).statusCode() == 200);
        }
        JsonNode health = cluster.json(leader, "/pd_member/api/v1/health");
        assertThat(health.path("health").asBoolean()).isFalse();
        assertThat(health.path("trouble").asString()).contains("times in a row");
        assertThat(cluster.get(leader, "/metrics").statusCode()).isEqualTo(200);
        assertThat(cluster.get(leader, "/pd/api/v1/members").statusCode()).isEqualTo(503);
        assertThat(server.failure()).isNotDone();
      }
      cluster.awaitLeader();
    }
  }

  /// Kills one etcd after the other until its port is ours.
  private static ServerSocket takePort(PdServer server) {
    int port = server.etcd().address().port();
    return Awaitility.await("the port")
        .atMost(TestCluster.PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .ignoreException(BindException.class)
        .until(
            () -> {
              server
                  .etcd()
                  .pid()
                  .flatMap(ProcessHandle::of)
                  .ifPresent(ProcessHandle::destroyForcibly);
              return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            },
            ServerSocket::isBound);
  }
}

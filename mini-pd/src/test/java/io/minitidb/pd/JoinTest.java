package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.pd.etcd.EtcdEndpoint;
import io.minitidb.pd.etcd.MetaStore.EtcdMember;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A cluster of one that others join, and those that it does not take.
@Timeout(180)
final class JoinTest {
  @TempDir Path directory;

  @Test
  void othersJoinAndStayOverARestart() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory, 1)) {
      cluster.awaitLeader();
      cluster.join("pd-1");
      refusesADuplicate(cluster);
      cluster.join("pd-2");
      cluster.awaitLeader();
      assertThat(members(cluster)).containsExactly("pd-0", "pd-1", "pd-2");
      assertThat(cluster.get("pd-2", "/pd/api/v1/cluster").body())
          .isEqualTo(cluster.get("pd-0", "/pd/api/v1/cluster").body());

      // It votes: without it there is no majority any more.
      cluster.stop("pd-0");
      cluster.awaitLeader();
      cluster.stop("pd-1");
      // Its data are enough; nobody of --join is there to be asked.
      Map<String, String> again = cluster.joining("pd-1");
      again.put("join", "http://127.0.0.1:1");
      cluster.start("pd-1", again);
      assertThat(cluster.awaitLeader()).isIn("pd-1", "pd-2");
      assertThat(members(cluster)).containsExactly("pd-0", "pd-1", "pd-2");
    }
  }

  private static List<String> members(TestCluster cluster) throws Exception {
    return cluster
        .json(cluster.names().getFirst(), "/pd/api/v1/members")
        .path("members")
        .findValuesAsString("name");
  }

  private void refusesADuplicate(TestCluster cluster) throws Exception {
    Map<String, String> sameName = cluster.joining("pd-2");
    sameName.put("name", "pd-1");
    assertThatThrownBy(() -> start(sameName))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing data or join a duplicated pd")
        .hasMessageContaining("/pd/api/v1/members/name/pd-1");
    Map<String, String> sameUrl = cluster.joining("pd-2");
    sameUrl.put("advertise-client-urls", "http://" + cluster.server("pd-1").address() + "/");
    sameUrl.put("join", "http://" + cluster.server("pd-0").address());
    assertThatThrownBy(() -> start(sameUrl))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is already used by member pd-1");
    assertThat(members(cluster)).containsExactly("pd-0", "pd-1");
  }

  private static void start(Map<String, String> flags) throws IOException {
    PdServer.start(PdConfig.load(Optional.empty(), flags)).close();
  }

  /// As a first try leaves it that was cut off between its two steps.
  @Test
  void whoWasAddedAndNeverStartedIsNotAddedAgain() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory, 1)) {
      cluster.awaitLeader();
      Map<String, String> flags = cluster.joining("pd-1");
      String leader = "http://" + cluster.server("pd-0").address();
      try (EtcdEndpoint etcd = EtcdEndpoint.at(leader, Duration.ofSeconds(5), Security.NONE)) {
        etcd.add(List.of(flags.getOrDefault("peer-urls", "")));
        long added =
            etcd.members().stream()
                .filter(m -> m.name().isEmpty())
                .mapToLong(EtcdMember::id)
                .findFirst()
                .orElseThrow();
        cluster.start("pd-1", flags);
        cluster.awaitLeader();
        assertThat(etcd.members())
            .filteredOn(m -> m.name().equals("pd-1"))
            .extracting(EtcdMember::id)
            .containsExactly(added);
      }
    }
  }

  @Test
  void dataOfAnotherClusterAreNoticedAtTheStart() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory, 2)) {
      cluster.awaitLeader();
      cluster.stop("pd-1");
      Map<String, String> flags = cluster.flags("pd-1");
      flags.put("data-dir", Files.createDirectory(directory.resolve("other")).toString());
      flags.put("initial-cluster-token", "another");
      try (PdServer stranger = PdServer.start(PdConfig.load(Optional.empty(), flags))) {
        Awaitility.await("the failure")
            .atMost(TestCluster.PATIENCE)
            .until(stranger.failure()::isDone);
        assertThat(stranger.failure().join()).contains("etcd cluster id mismatch");
      }
    }
  }
}

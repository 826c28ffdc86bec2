package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.pd.cluster.Term;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who leads when several could.
@Timeout(180)
final class PriorityTest {
  private static final String MEMBERS = "/pd/api/v1/members/name/";
  private static final String SLOW_CHECK = "24h";
  @TempDir Path directory;

  private static TestCluster start(Path directory, int size) throws Exception {
    return TestCluster.start(
        directory,
        size,
        Map.of("leader-priority-check-interval", SLOW_CHECK, "leader-absence-margin", "1h"));
  }

  private static void priority(TestCluster cluster, String name, String value) throws Exception {
    HttpResponse<String> answer =
        cluster.post(cluster.aFollower(), MEMBERS + name, "{\"leader-priority\": " + value + "}");
    assertThat(answer.body()).isEqualTo("\"success\"\n");
  }

  @Test
  @Effect("leader-priority-check-interval")
  void theMemberOfTheHighestPriorityLeads() throws Exception {
    try (TestCluster cluster = start(directory, 3)) {
      String leader = cluster.awaitLeader();
      String chosen = cluster.aFollower();
      refusesWhatIsNoPriority(cluster, chosen);
      priority(cluster, leader, "-3");
      priority(cluster, chosen, "5.9");
      assertThat(
              cluster
                  .json(leader, "/pd/api/v1/members")
                  .path("members")
                  .findValuesAsString("leader_priority"))
          .containsExactlyInAnyOrder("-3", "5");
      Awaitility.await("nobody looks yet")
          .during(Duration.ofSeconds(1))
          .atMost(TestCluster.PATIENCE)
          .until(() -> cluster.awaitLeader().equals(leader));
      cluster.configure(leader, Map.of("leader-priority-check-interval", "100ms"));
      Awaitility.await("the chosen leader")
          .atMost(TestCluster.PATIENCE)
          .until(() -> cluster.awaitLeader().equals(chosen));
    }
  }

  private static void refusesWhatIsNoPriority(TestCluster cluster, String name) throws Exception {
    HttpResponse<String> unknown = cluster.post(name, MEMBERS + "nobody", "{}");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).isEqualTo("\"not found, pd: nobody\"\n");
    HttpResponse<String> text = cluster.post(name, MEMBERS + name, "{\"leader-priority\": \"5\"}");
    assertThat(text.statusCode()).isEqualTo(400);
    assertThat(text.body()).isEqualTo("\"bad format leader priority\"\n");
    HttpResponse<String> noJson = cluster.post(name, MEMBERS + name, "{");
    assertThat(noJson.statusCode()).isEqualTo(400);
    assertThat(noJson.headers().firstValue("TiDB-Error-Code")).contains("input");
    assertThat(cluster.post(name, MEMBERS + name, "{\"other\": 1}").statusCode()).isEqualTo(200);
  }

  /// The process lives and so does its etcd, which leads; only nobody there runs for leader.
  @Test
  @Effect("leader-absence-margin")
  void etcdsLeaderThatDoesNothingWithItLosesIt() throws Exception {
    try (TestCluster cluster = start(directory, 2)) {
      String idle = cluster.awaitLeader();
      String other = cluster.aFollower();
      cluster.server(idle).member().started().orElseThrow().election().close();
      Awaitility.await("nobody leads")
          .during(Duration.ofSeconds(2))
          .atMost(TestCluster.PATIENCE)
          .until(() -> cluster.server(other).member().leader().isEmpty());
      cluster.configure(other, Map.of("leader-absence-margin", "100ms"));
      Awaitility.await("the other one leads")
          .atMost(TestCluster.PATIENCE)
          .until(() -> cluster.server(other).member().term().isPresent());
    }
  }

  @Test
  void whoIsElectedAgainAndAgainLetsAnotherOneTry() throws Exception {
    try (TestCluster cluster = start(directory, 3)) {
      String first = cluster.awaitLeader();
      List<String> others = cluster.names().stream().filter(n -> !n.equals(first)).toList();
      transfer(cluster, others.get(0));
      transfer(cluster, first);
      transfer(cluster, others.get(1));
      transfer(cluster, first);
      transfer(cluster, others.get(0));
      Term before = term(cluster, others.get(0)).orElseThrow();
      Awaitility.await("a new term of another one than the first")
          .atMost(TestCluster.PATIENCE)
          .until(() -> {
            if (term(cluster, others.get(0)).filter(before::equals).isPresent()) {
              askForTransfer(cluster, first);
            }
            return others.stream()
                .flatMap(name -> term(cluster, name).stream())
                .anyMatch(term -> !term.equals(before));
          });
    }
  }

  private static Optional<Term> term(TestCluster cluster, String name) {
    return cluster.server(name).member().term();
  }

  private static void transfer(TestCluster cluster, String to) {
    Awaitility.await("the leader " + to)
        .atMost(TestCluster.PATIENCE)
        .until(() -> cluster.awaitLeader().equals(to) || askForTransfer(cluster, to));
  }

  /// An etcd between two leaders refuses it, which a busy machine brings about by itself.
  ///
  /// @return false: only asked for
  private static boolean askForTransfer(TestCluster cluster, String to) throws Exception {
    assertThat(cluster.send("POST", to, "/pd/api/v1/leader/transfer/" + to).statusCode())
        .isIn(200, 500, 503);
    return false;
  }
}

package io.minitidb.integration.cluster;

import io.minitidb.tls.Security;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Changes of the members of the placement driver, through any of those that live.
///
/// @param security how the launcher shows itself to them
record Pds(Security security) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MEMBERS = "/pd/api/v1/members";
  private static final Duration CALL = Duration.ofSeconds(15);
  private static final Duration PING = Duration.ofSeconds(2);

  /// Until a cluster whose members were just started or elected has settled.
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private static final Duration STEP = Duration.ofMillis(300);

  /// Waits until all of `pds` list `joined` among the members.
  void awaitVote(List<Node> pds, Node joined) {
    AtomicReference<String> why = new AtomicReference<>("");
    boolean listed =
        Poll.until(
            LIMIT,
            STEP,
            () -> {
              why.set(missing(joined));
              return why.get().isEmpty();
            });
    if (!listed) {
      throw new ClusterException(
          joined.name() + " of " + pds.size() + " mini-pds is not healthy: " + why.get());
    }
  }

  /// Asks the joined one itself, which answers only when its etcd reads with a majority.
  private String missing(Node joined) {
    try {
      JsonNode health = get(joined, "/pd_member/api/v1/health");
      return health.path("health").asBoolean(false) ? "" : health.toString();
    } catch (IOException | JacksonException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// Takes `leaving` out of the cluster through another member and waits until it is off the list.
  void remove(List<Node> pds, Node leaving) {
    List<Node> others = pds.stream().filter(pd -> !pd.equals(leaving)).toList();
    List<Node> alive = others.stream().filter(this::answers).toList();
    requireMajority(leaving, pds, alive.size() + (answers(leaving) ? 1 : 0), "there are");
    requireMajority(leaving, others, alive.size(), "would be left");
    AtomicReference<String> why = new AtomicReference<>("");
    if (!Poll.until(
        LIMIT,
        STEP,
        () -> {
          why.set(tryRemove(alive, leaving));
          return why.get().isEmpty();
        })) {
      throw new ClusterException(leaving.name() + " cannot leave: " + why.get());
    }
  }

  private boolean answers(Node pd) {
    return new Readiness(security).answers(pd).isEmpty();
  }

  private void requireMajority(Node leaving, List<Node> pds, int alive, String when) {
    if (alive > pds.size() / 2) {
      return;
    }
    List<String> dead = pds.stream().filter(pd -> !answers(pd)).map(Node::name).toList();
    throw new ClusterException(
        leaving.name()
            + " cannot leave: of the "
            + pds.size()
            + " mini-pds that "
            + when
            + ", these do not answer: "
            + String.join(", ", dead)
            + "; the others are no majority. First: ./mini-cluster restart "
            + dead.getFirst());
  }

  /// Returns why `leaving` is a member still, empty when it is none.
  private String tryRemove(List<Node> others, Node leaving) {
    List<String> failures = new ArrayList<>();
    for (Node other : others) {
      try {
        Optional<String> id = id(other, leaving);
        if (id.isEmpty()) {
          return "";
        }
        Http.Answer answer =
            Http.call(security, "DELETE", other.address(), MEMBERS + "/id/" + id.get(), CALL);
        failures.add(other.name() + " answers " + answer.status() + " " + answer.body().strip());
        if (answer.ok() || answer.status() == 500) {
          break; // asked again, whether it is off the list
        }
      } catch (IOException | JacksonException e) {
        failures.add(other.name() + ": " + e.getMessage());
      }
    }
    return String.join("; ", failures);
  }

  /// Finds a member by where its etcd is, since one that never started has no name.
  private Optional<String> id(Node asked, Node wanted) throws IOException {
    String peerUrl = security.uri(wanted.secondAddress(), "").toString();
    for (JsonNode member : get(asked, MEMBERS).path("members")) {
      for (JsonNode url : member.path("peer_urls")) {
        if (url.asString("").equals(peerUrl)) {
          return Optional.of(member.path("member_id").asString());
        }
      }
    }
    return Optional.empty();
  }

  /// Takes back what a member that could not be started has left; its failure is told already.
  void withdraw(List<Node> pds, Node failed, Consumer<String> progress) {
    List<Node> others = pds.stream().filter(pd -> !pd.equals(failed)).toList();
    String why = tryRemove(others, failed);
    if (!why.isEmpty() && !tryRemove(others, failed).isEmpty()) {
      progress.accept(failed.name() + " may still be a member: " + why);
    }
  }

  private JsonNode get(Node pd, String path) throws IOException {
    Http.Answer answer = Http.call(security, "GET", pd.address(), path, PING.multipliedBy(2));
    if (!answer.ok()) {
      throw new IOException(path + " answers " + answer.status() + " " + answer.body().strip());
    }
    return JSON.readTree(answer.body());
  }
}

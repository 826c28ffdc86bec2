package io.minitidb.pd.http;

import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.model.PdMember;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpDispatcher;
import io.minitidb.server.HttpPlan;
import io.minitidb.server.HttpRelay;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Stands before everything under `/pd`: a follower lets the leader answer, so that a client needs
/// to reach one member only. What concerns the receiving member itself stays there.
///
/// @param local what this member answers
/// @param limits as they are at the time of each request
/// @param stopping whether this member is being closed
public record Redirector(
    LocalMember member,
    HttpDispatcher local,
    HttpRelay relay,
    Supplier<Limits> limits,
    BooleanSupplier stopping)
    implements HttpDispatcher {
  static final String ALLOW_FOLLOWER = "PD-Allow-follower-handle";
  static final String REDIRECTED_BY = "PD-Redirector";

  private static final Duration FIRST_POLL = Duration.ofMillis(10);
  private static final Duration LAST_POLL = Duration.ofMillis(100);
  private static final String V2 = "/pd/api/v2/";
  private static final List<String> STATS = List.of("pd", "api", "v1", "cluster_stats");

  /// Compared as strings, as in the original: what only starts like one of them is local too, and
  /// then 404.
  private static final List<String> LOCAL_PREFIXES =
      List.of(
          "/pd/api/v1/admin/log",
          "/pd/api/v1/status",
          "/pd/api/v1/health",
          "/pd/api/v1/ping",
          "/pd/api/v1/version",
          "/pd/api/v1/debug/pprof");

  private static final List<String> LOCAL_PROBES =
      List.of("/pd/api/v2/ready", "/pd/api/v2/livez", "/pd/api/v2/readyz");

  @Override
  public HttpPlan plan(HttpCall head) {
    if (isLocal(head)) {
      return local.plan(head);
    }
    if (member.started().isEmpty()) {
      return refusal(head, 500, "[PD:server:ErrServerNotStarted]server not started");
    }
    if (member.term().isPresent() || (reads(head) && allowed(head))) {
      return local.plan(head);
    }
    if (head.header(REDIRECTED_BY).isPresent()) {
      return refusal(head, 500, "[PD:apiutil:ErrRedirectToNotLeader]redirect to not leader");
    }
    Optional<PdMember> leader = member.leader();
    if (leader.isPresent()) {
      return forward(head, leader.get());
    }
    return head.path().startsWith(V2)
        ? refusal(head, 503, "[PD:server:ErrLeaderNil]leader is nil")
        : HttpPlan.undecided(() -> planWithLeader(head));
  }

  /// The routes of one member: those of the original, and the prototype's statistics, by their
  /// exact place.
  static boolean isLocal(HttpCall head) {
    String path = head.path();
    if (path.startsWith("/pd/api/v1/config")) {
      return path.equals("/pd/api/v1/config") && reads(head);
    }
    return LOCAL_PREFIXES.stream().anyMatch(path::startsWith)
        || isStatistics(head)
        || LOCAL_PROBES.stream()
            .anyMatch(probe -> path.equals(probe) || path.startsWith(probe + "/"));
  }

  private static boolean isStatistics(HttpCall head) {
    List<String> segments = head.segments();
    return segments.size() == STATS.size() + 1 && segments.subList(0, STATS.size()).equals(STATS);
  }

  private static boolean reads(HttpCall head) {
    return head.method().equals("GET") || head.method().equals("HEAD");
  }

  private static boolean allowed(HttpCall head) {
    return head.header(ALLOW_FOLLOWER).filter(value -> !value.isEmpty()).isPresent();
  }

  /// Waits for a leader, less and less often looking for one, until it is time to give up or nobody
  /// wants the answer any more.
  private HttpPlan planWithLeader(HttpCall head) throws InterruptedException {
    long deadline = System.nanoTime() + limits.get().leaderWait().toNanos();
    Duration pause = FIRST_POLL;
    Optional<PdMember> leader = member.leader();
    while (leader.isEmpty()
        && deadline - System.nanoTime() > 0
        && !head.gone().getAsBoolean()
        && !stopping.getAsBoolean()) {
      Thread.sleep(pause);
      pause = pause.multipliedBy(2).compareTo(LAST_POLL) < 0 ? pause.multipliedBy(2) : LAST_POLL;
      leader = member.leader();
    }
    if (member.term().isPresent()) {
      return local.plan(head);
    }
    return leader.isPresent()
        ? forward(head, leader.get())
        : refusal(head, 503, "[PD:apiutil:ErrRedirectNoLeader]redirect finds no leader");
  }

  private HttpPlan forward(HttpCall head, PdMember leader) {
    if (leader.name().equals(member.name())) {
      return local.plan(head);
    }
    Map<String, String> added = new LinkedHashMap<>();
    added.put("X-Forwarded-For", clientAddress(head));
    clientPort(head).ifPresent(port -> added.put("X-Forwarded-Port", port));
    added.put(REDIRECTED_BY, member.name());
    return relay.to(
        leader.clientUrls(), added, refused(head, 500, "[PD:apiutil:ErrRedirect]redirect failed"));
  }

  private static HttpPlan refusal(HttpCall head, int status, String text) {
    return HttpPlan.of(refused(head, status, text));
  }

  /// Under `/pd/api/v2` the errors of the redirector are JSON, too.
  private static HttpAnswer refused(HttpCall head, int status, String text) {
    return head.path().startsWith(V2)
        ? Answers.json(status, text)
        : Answers.plainError(status, text);
  }

  /// The first hop that an earlier proxy has named, or else the socket's other end.
  static String clientAddress(HttpCall call) {
    return call.header("X-Forwarded-For")
        .map(hops -> hops.split(",", 2)[0].strip())
        .or(() -> call.header("X-Real-Ip"))
        .orElseGet(() -> call.remote().getAddress().getHostAddress());
  }

  /// The port of [#clientAddress], which an earlier proxy may not have told.
  private static Optional<String> clientPort(HttpCall call) {
    if (call.header("X-Forwarded-For").isPresent()) {
      return call.header("X-Forwarded-Port");
    }
    return call.header("X-Real-Ip").isPresent()
        ? call.header("X-Real-Port")
        : Optional.of(Integer.toString(call.remote().getPort()));
  }
}

package io.minitidb.pd.http;

import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.model.PdMember;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands before everything under `/pd`: a follower sends the request on to the leader and its
/// answer back, so that a client needs to reach one member only. What concerns the receiving member
/// itself stays there.
public final class Redirector implements HttpHandler {
  static final String ALLOW_FOLLOWER = "PD-Allow-follower-handle";
  static final String REDIRECTED_BY = "PD-Redirector";

  private static final Logger log = LoggerFactory.getLogger(Redirector.class);
  private static final Duration LEADER_POLL = Duration.ofMillis(50);

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

  private final LocalMember member;
  private final HttpHandler local;
  private final PeerHttp peers;
  private final Supplier<Limits> limits;

  /// @param limits as they are at the time of each request
  public Redirector(
      LocalMember member, HttpHandler local, PeerHttp peers, Supplier<Limits> limits) {
    this.member = member;
    this.local = local;
    this.peers = peers;
    this.limits = limits;
  }

  @Override
  public HttpAnswer handle(HttpCall call) throws Exception {
    if (isLocal(call)) {
      return local.handle(call);
    }
    if (member.started().isEmpty()) {
      return Answers.plainError(500, "[PD:server:ErrServerNotStarted]server not started");
    }
    if (call.header(ALLOW_FOLLOWER).filter(value -> !value.isEmpty()).isPresent()
        || member.term().isPresent()) {
      return local.handle(call);
    }
    if (call.header(REDIRECTED_BY).isPresent()) {
      return Answers.plainError(500, "[PD:apiutil:ErrRedirectToNotLeader]redirect to not leader");
    }
    Optional<PdMember> leader = awaitLeader();
    if (leader.isEmpty()) {
      return Answers.plainError(503, "[PD:apiutil:ErrRedirectNoLeader]redirect finds no leader");
    }
    return member.term().isPresent() ? local.handle(call) : forward(call, leader.get());
  }

  /// The routes of one member: those of the original, and the prototype's statistics, by their
  /// exact place.
  static boolean isLocal(HttpCall call) {
    String path = call.path();
    if (path.equals("/pd/api/v1/config") && call.method().equals("GET")) {
      return true;
    }
    List<String> segments = call.segments();
    return LOCAL_PREFIXES.stream().anyMatch(path::startsWith)
        || (segments.size() == 5
            && segments.subList(0, 4).equals(List.of("pd", "api", "v1", "cluster_stats")));
  }

  private Optional<PdMember> awaitLeader() throws InterruptedException {
    long deadline = System.nanoTime() + limits.get().leaderWait().toNanos();
    Optional<PdMember> leader = member.leader();
    while (leader.isEmpty() && deadline - System.nanoTime() > 0) {
      Thread.sleep(LEADER_POLL);
      leader = member.leader();
    }
    return leader;
  }

  private HttpAnswer forward(HttpCall call, PdMember leader) throws InterruptedException {
    Map<String, String> extra = new HashMap<>();
    extra.put(REDIRECTED_BY, member.name());
    extra.put("X-Forwarded-For", clientAddress(call));
    extra.put("X-Forwarded-Port", Integer.toString(call.remote().getPort()));
    for (String url : leader.clientUrls()) {
      try {
        return peers.forward(call, url, extra);
      } catch (IOException e) {
        log.debug("the leader's {} does not answer: {}", url, e.toString());
      }
    }
    return Answers.plainError(500, "[PD:apiutil:ErrRedirect]redirect failed");
  }

  /// The first hop that an earlier proxy has named, or else the socket's other end.
  static String clientAddress(HttpCall call) {
    return call.header("X-Forwarded-For")
        .map(hops -> hops.split(",")[0].strip())
        .or(() -> call.header("X-Real-Ip"))
        .orElseGet(() -> call.remote().getAddress().getHostAddress());
  }
}

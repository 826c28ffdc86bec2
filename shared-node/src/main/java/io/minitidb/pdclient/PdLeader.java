package io.minitidb.pdclient;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.minitidb.node.HostPort;
import io.minitidb.proto.pdpb.GetMembersRequest;
import io.minitidb.proto.pdpb.GetMembersResponse;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.server.Channels;
import io.minitidb.tls.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds PD's leader among the members and calls it. Every call has a deadline; a call that fails
/// is tried once more at a leader that is looked up anew. Thread-safe by one lock: calls are rare.
final class PdLeader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PdLeader.class);
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  /// How long the members are believed that were learned last.
  private static final Duration LEARNT_FOR = Duration.ofSeconds(5);

  /// Those of the members that were learned last, then those that were given: as long as one of
  /// them lives, the cluster is found again.
  private final Set<HostPort> endpoints = new LinkedHashSet<>();

  private final List<HostPort> given;
  private final Map<HostPort, ManagedChannel> channels = new ConcurrentHashMap<>();
  private final Security security;
  private long clusterId;
  private HostPort leader;
  private long learned;
  private volatile boolean closed;

  /// @param endpoints client addresses of some members; the others are learned
  PdLeader(List<HostPort> endpoints, Security security) {
    this.security = security;
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("no PD endpoint given");
    }
    this.given = List.copyOf(endpoints);
    this.endpoints.addAll(endpoints);
    this.leader = endpoints.getFirst();
  }

  /// Returns the cluster's id, unsigned.
  synchronized long clusterId() {
    if (clusterId == 0) {
      findLeader();
    }
    return clusterId;
  }

  /// Returns the members as any of them lists them.
  synchronized List<io.minitidb.proto.pdpb.Member> members() {
    return askAny(true).getMembersList();
  }

  /// Returns whom the last call went to.
  synchronized HostPort address() {
    return leader;
  }

  synchronized <T> T call(Function<PDGrpc.PDBlockingStub, T> method) {
    if (clusterId == 0) {
      findLeader();
    } else if (System.nanoTime() - learned >= LEARNT_FOR.toNanos()) {
      learnAgain();
    }
    try {
      return method.apply(stub(leader));
    } catch (StatusRuntimeException first) {
      discard(leader);
      findLeader();
      try {
        return method.apply(stub(leader));
      } catch (StatusRuntimeException second) {
        second.addSuppressed(first);
        throw new PdException(
            "the PD leader at " + leader + " did not answer: " + second.getStatus(), second);
      }
    }
  }

  private PDGrpc.PDBlockingStub stub(HostPort address) {
    ManagedChannel channel =
        channels.computeIfAbsent(address, each -> Channels.open(each, security));
    if (closed) {
      discard(address);
      throw stopped(null);
    }
    return PDGrpc.newBlockingStub(channel)
        .withDeadlineAfter(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// A channel that lost its connection waits longer and longer before it tries again; a new one
  /// tries at once.
  private void discard(HostPort address) {
    ManagedChannel channel = channels.remove(address);
    if (channel != null) {
      channel.shutdownNow();
    }
  }

  /// Members come and go while the leader stays; when it goes as well, it is too late to ask it.
  private void learnAgain() {
    learned = System.nanoTime();
    try {
      believe(askAny(true));
    } catch (PdException e) {
      log.debug("the members of PD stay as they were: {}", e.getMessage());
    }
  }

  private void findLeader() {
    believe(askAny(false));
  }

  private void believe(GetMembersResponse answer) {
    if (answer.getLeader().getClientUrlsCount() == 0) {
      throw new PdException("PD has no leader at the moment, asked " + endpoints);
    }
    clusterId = answer.getHeader().getClusterId();
    leader = HostPort.ofUrl(answer.getLeader().getClientUrls(0));
  }

  /// Any member can tell the members; the first that answers is believed, one that knows a leader
  /// is preferred.
  ///
  /// @param leaderFirst whether the leader is the first to be asked, or the last: it has just
  ///   failed
  private GetMembersResponse askAny(boolean leaderFirst) {
    List<HostPort> order = new ArrayList<>(endpoints);
    if (order.remove(leader)) {
      order.add(leaderFirst ? 0 : order.size(), leader);
    }
    @Nullable GetMembersResponse leaderless = null;
    @Nullable StatusRuntimeException failure = null;
    for (HostPort endpoint : order) {
      try {
        GetMembersResponse answer =
            stub(endpoint).getMembers(GetMembersRequest.getDefaultInstance());
        if (clusterId != 0
            && answer.getHeader().getClusterId() != 0
            && answer.getHeader().getClusterId() != clusterId) {
          continue; // a member's place was taken by another cluster
        }
        if (answer.hasLeader()) {
          learn(answer);
          return answer;
        }
        leaderless = answer;
      } catch (StatusRuntimeException e) {
        if (closed) {
          throw stopped(e);
        }
        discard(endpoint);
        failure = e;
      }
    }
    if (leaderless != null) {
      return leaderless;
    }
    throw new PdException("no PD member answers at " + endpoints + why(failure), failure);
  }

  private static PdException stopped(@Nullable Throwable cause) {
    return new PdException("the node is being stopped", cause);
  }

  /// The root of a failure says whether nobody listens or a certificate is not believed.
  private static String why(@Nullable Throwable failure) {
    Throwable root = failure;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return root == null ? "" : ": " + root.getMessage();
  }

  /// A member that was removed knows no leader and is not believed.
  private void learn(GetMembersResponse answer) {
    Set<HostPort> fresh = new LinkedHashSet<>();
    answer.getMembersList().stream()
        .flatMap(member -> member.getClientUrlsList().stream())
        .forEach(url -> fresh.add(HostPort.ofUrl(url)));
    fresh.addAll(given);
    endpoints.clear();
    endpoints.addAll(fresh);
    learned = System.nanoTime();
    List<HostPort> left = channels.keySet().stream().filter(a -> !fresh.contains(a)).toList();
    left.forEach(this::discard);
  }

  /// Does not wait for a call that is on its way: it ends with its channel.
  @Override
  public void close() {
    closed = true;
    channels.keySet().forEach(this::discard);
  }
}

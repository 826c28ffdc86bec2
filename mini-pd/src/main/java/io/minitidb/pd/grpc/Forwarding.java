package io.minitidb.pd.grpc;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.minitidb.node.HostPort;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.model.PdMember;
import io.minitidb.server.Channels;
import io.minitidb.tls.Security;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends a call on to the leader for a client that cannot reach it: the call's metadata names the
/// leader as `pd-forwarded-host`. What is sent on carries the key with an empty value, so that
/// nobody sends it on again.
///
/// Stands before all checks of [PdService]. It keeps one channel, to the leader of the day.
public final class Forwarding implements ServerInterceptor, AutoCloseable {
  static final Metadata.Key<String> FORWARDED_HOST =
      Metadata.Key.of("pd-forwarded-host", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> ALLOW_FOLLOWER =
      Metadata.Key.of("pd-allow-follower-handle", Metadata.ASCII_STRING_MARSHALLER);

  private static final Set<String> REGION_READS =
      Set.of("GetRegion", "GetPrevRegion", "GetRegionByID", "ScanRegions");

  private final LocalMember member;
  private final Supplier<Duration> limit;
  private final Security security;
  private @Nullable Link link;

  /// A channel to a leader.
  private record Link(HostPort address, ManagedChannel channel) {}

  /// @param limit how long a call that is sent on may take, when the client gave it no deadline
  /// @param security how the leader is dialled
  public Forwarding(LocalMember member, Supplier<Duration> limit, Security security) {
    this.member = member;
    this.limit = limit;
    this.security = security;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String host = headers.get(FORWARDED_HOST);
    if (host != null && !host.isEmpty() && !isSelf(host)) {
      return forward(call, headers, host);
    }
    boolean aside = headers.containsKey(ALLOW_FOLLOWER) && member.term().isEmpty();
    if (aside
        && member.started().isPresent()
        && REGION_READS.contains(call.getMethodDescriptor().getBareMethodName())) {
      // A member has regions only while it leads.
      return refuse(
          call, Status.UNAVAILABLE.withDescription("not leader and follower handling not allowed"));
    }
    return next.startCall(call, headers);
  }

  private boolean isSelf(String host) {
    return member.started().filter(started -> serves(started.self(), host)).isPresent();
  }

  private <Q, A> ServerCall.Listener<Q> forward(
      ServerCall<Q, A> call, Metadata headers, String host) {
    if (member.started().isEmpty()) {
      return refuse(call, Status.UNAVAILABLE.withDescription("server not started"));
    }
    Optional<PdMember> leader = member.leader();
    if (leader.isEmpty()) {
      return refuse(
          call, Status.UNAVAILABLE.withDescription("not leader, and none is known to forward to"));
    }
    if (!serves(leader.get(), host)) {
      return refuse(
          call,
          Status.INVALID_ARGUMENT.withDescription(
              "invalid forwarded host " + host + ", the leader is " + leader.get().clientUrls()));
    }
    headers.removeAll(FORWARDED_HOST);
    headers.put(FORWARDED_HOST, "");
    MethodDescriptor<Q, A> method = call.getMethodDescriptor();
    CallOptions options =
        method.getType() == MethodDescriptor.MethodType.UNARY
            ? CallOptions.DEFAULT.withDeadlineAfter(limit.get().toMillis(), TimeUnit.MILLISECONDS)
            : CallOptions.DEFAULT;
    return Passage.start(call, headers, channel(leader.get()), method, options);
  }

  private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status) {
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }

  /// Compares host and port; a scheme says nothing here.
  private static boolean serves(PdMember member, String host) {
    try {
      HostPort wanted = HostPort.ofUrl(host);
      return member.clientUrls().stream().map(HostPort::ofUrl).anyMatch(wanted::equals);
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /// Calls under way on a channel to an earlier leader end with it: nobody leads there.
  private synchronized ManagedChannel channel(PdMember leader) {
    List<HostPort> addresses = leader.clientUrls().stream().map(HostPort::ofUrl).toList();
    Link known = link;
    if (known != null && addresses.contains(known.address())) {
      return known.channel();
    }
    close();
    Link fresh =
        new Link(addresses.getFirst(), Channels.openDirect(addresses.getFirst(), security));
    link = fresh;
    return fresh.channel();
  }

  @Override
  public synchronized void close() {
    Link old = link;
    link = null;
    if (old != null) {
      old.channel().shutdownNow();
    }
  }
}

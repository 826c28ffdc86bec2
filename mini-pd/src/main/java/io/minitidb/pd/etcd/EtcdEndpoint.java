package io.minitidb.pd.etcd;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.minitidb.node.HostPort;
import io.minitidb.pd.etcd.MetaStore.EtcdMember;
import io.minitidb.server.Channels;
import io.minitidb.tls.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// What one certain etcd is asked to do with the members: the member's own one, or another member's
/// behind its client URL, which passes it on. Every call blocks, but not longer than its limit;
/// failures are a [MetaException] with etcd's own words.
public final class EtcdEndpoint implements AutoCloseable {
  private final Channel channel;
  private final Duration limit;
  private final Runnable onClose;

  private EtcdEndpoint(Channel channel, Duration limit, Runnable onClose) {
    this.channel = channel;
    this.limit = limit;
    this.onClose = onClose;
  }

  /// Speaks over a channel that stays the caller's.
  static EtcdEndpoint over(Channel channel, Duration limit) {
    return new EtcdEndpoint(channel, limit, () -> {});
  }

  /// Speaks to the member behind a client URL.
  ///
  /// @param security how it is dialled
  public static EtcdEndpoint at(String clientUrl, Duration limit, Security security) {
    ManagedChannel channel = Channels.open(HostPort.ofUrl(clientUrl), security);
    return new EtcdEndpoint(channel, limit, channel::shutdownNow);
  }

  /// Returns the members as that etcd knows them, which needs no quorum.
  public List<EtcdMember> members() {
    return call(() -> cluster().memberList(MemberListRequest.getDefaultInstance()))
        .getMembersList()
        .stream()
        .map(
            m -> new EtcdMember(m.getID(), m.getName(), m.getPeerURLsList(), m.getClientURLsList()))
        .toList();
  }

  /// Makes a member known that will start later, and returns its id.
  public long add(List<String> peerUrls) {
    MemberAddRequest request = MemberAddRequest.newBuilder().addAllPeerURLs(peerUrls).build();
    return call(() -> cluster().memberAdd(request)).getMember().getID();
  }

  /// Takes a member out of the cluster; its etcd ends by itself.
  public void remove(long id) {
    MemberRemoveRequest request = MemberRemoveRequest.newBuilder().setID(id).build();
    call(() -> cluster().memberRemove(request));
  }

  /// Makes a member etcd's leader; only the present leader's etcd does it.
  public void moveLeader(long to) {
    MoveLeaderRequest request = MoveLeaderRequest.newBuilder().setTargetID(to).build();
    call(() ->
        MaintenanceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
            .moveLeader(request));
  }

  private ClusterGrpc.ClusterBlockingStub cluster() {
    return ClusterGrpc.newBlockingStub(channel)
        .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      Status status = e.getStatus();
      String words = status.getDescription();
      throw new MetaException(
          words == null || !words.startsWith("etcdserver:")
              ? status.getCode() + ": " + words
              : words,
          e);
    }
  }

  @Override
  public void close() {
    onClose.run();
  }
}

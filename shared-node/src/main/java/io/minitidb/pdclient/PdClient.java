package io.minitidb.pdclient;

import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.minitidb.node.HostPort;
import io.minitidb.proto.metapb.StoreState;
import io.minitidb.proto.pdpb.AllocIDRequest;
import io.minitidb.proto.pdpb.AskBatchSplitRequest;
import io.minitidb.proto.pdpb.BootstrapRequest;
import io.minitidb.proto.pdpb.ErrorType;
import io.minitidb.proto.pdpb.GetAllStoresRequest;
import io.minitidb.proto.pdpb.GetMembersRequest;
import io.minitidb.proto.pdpb.GetMembersResponse;
import io.minitidb.proto.pdpb.IsBootstrappedRequest;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.PutStoreRequest;
import io.minitidb.proto.pdpb.RecordPair;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import io.minitidb.proto.pdpb.RegionHeartbeatResponse;
import io.minitidb.proto.pdpb.ReportBatchSplitRequest;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.ResponseHeader;
import io.minitidb.proto.pdpb.StoreHeartbeatRequest;
import io.minitidb.proto.pdpb.StoreStats;
import io.minitidb.server.Channels;
import io.minitidb.tls.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls PD's leader. Every call has a deadline; a call that fails is tried once more at a leader
/// that is looked up anew. Thread-safe by one lock: calls are rare.
public final class PdClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PdClient.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /// How long the members are believed that were learned last.
  private static final Duration LEARNT_FOR = Duration.ofSeconds(5);

  /// Those of the members that were learned last, then those that were given: as long as one of
  /// them lives, the cluster is found again.
  private final Set<HostPort> endpoints = new LinkedHashSet<>();

  private final List<HostPort> given;
  private final Map<HostPort, ManagedChannel> channels = new HashMap<>();
  private final Security security;
  private long clusterId;
  private HostPort leader;
  private long learned;

  /// @param endpoints client addresses of some members; the others are learned
  public PdClient(List<HostPort> endpoints, Security security) {
    this.security = security;
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("no PD endpoint given");
    }
    this.given = List.copyOf(endpoints);
    this.endpoints.addAll(endpoints);
    this.leader = endpoints.getFirst();
  }

  /// Returns the cluster's id, unsigned.
  public synchronized long clusterId() {
    if (clusterId == 0) {
      findLeader();
    }
    return clusterId;
  }

  /// Returns the members as any of them lists them.
  public synchronized List<Member> members() {
    return askAny(true).getMembersList().stream()
        .map(member ->
            new Member(member.getName(), member.getMemberId(), member.getClientUrlsList()))
        .toList();
  }

  /// Returns a new id, unique in the cluster.
  public long allocId() {
    return call(stub -> {
      var answer =
          stub.allocID(AllocIDRequest.newBuilder().setHeader(header()).setCount(1).build());
      check(answer.getHeader());
      return answer.getId();
    });
  }

  public boolean isBootstrapped() {
    return call(stub -> {
      var answer =
          stub.isBootstrapped(IsBootstrappedRequest.newBuilder().setHeader(header()).build());
      check(answer.getHeader());
      return answer.getBootstrapped();
    });
  }

  /// Declares the cluster born with `store` as its first, holding one region over all keys.
  ///
  /// @return that region, empty when another store was faster
  public Optional<Region> bootstrap(Store store, long regionId, long peerId) {
    Region region = Region.first(regionId, new Region.Peer(peerId, store.id()));
    return call(stub -> {
      var answer =
          stub.bootstrap(
              BootstrapRequest.newBuilder()
                  .setHeader(header())
                  .setStore(message(store))
                  .setRegion(RegionMessages.region(region))
                  .build());
      if (answer.getHeader().getError().getType() == ErrorType.ALREADY_BOOTSTRAPPED) {
        return Optional.empty();
      }
      check(answer.getHeader());
      return Optional.of(region);
    });
  }

  /// Registers the store, or refreshes what PD knows of it.
  public void putStore(Store store) {
    call(stub -> {
      var answer =
          stub.putStore(
              PutStoreRequest.newBuilder().setHeader(header()).setStore(message(store)).build());
      check(answer.getHeader());
      return answer;
    });
  }

  /// Tells PD that the store lives, and how it is.
  ///
  /// @return regions that the store is to have, empty ones, if it does not have them
  public List<Region> storeHeartbeat(StoreReport report) {
    Traffic traffic = report.traffic();
    StoreStats.Builder stats =
        StoreStats.newBuilder()
            .setStoreId(report.storeId())
            .setCapacity(report.capacity())
            .setAvailable(report.available())
            .setUsedSize(report.used())
            .setStartTime((int) report.start().getEpochSecond())
            .setRegionCount(report.regions())
            .setBytesWritten(traffic.bytesWritten())
            .setBytesRead(traffic.bytesRead())
            .setKeysWritten(traffic.keysWritten())
            .setKeysRead(traffic.keysRead())
            .setInterval(RegionMessages.interval(traffic));
    report
        .cpuUsages()
        .forEach((name, percent) ->
            stats.addCpuUsages(RecordPair.newBuilder().setKey(name).setValue(percent)));
    return call(stub -> {
      var answer =
          stub.storeHeartbeat(
              StoreHeartbeatRequest.newBuilder().setHeader(header()).setStats(stats).build());
      check(answer.getHeader());
      return answer.getRecoveryPlan().getCreatesList().stream()
          .map(RegionMessages::region)
          .toList();
    });
  }

  /// Tells PD of regions that a store leads, on a stream of its own for all of them.
  ///
  /// @return what PD says to them
  public RegionOrders reportRegions(List<RegionReport> reports) {
    return call(stub -> {
      BlockingClientCall<RegionHeartbeatRequest, RegionHeartbeatResponse> stream =
          PDGrpc.newBlockingV2Stub(stub.getChannel())
              .withDeadlineAfter(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
              .regionHeartbeat();
      Map<Long, String> refused = new HashMap<>();
      Map<Long, Region.Peer> moves = new HashMap<>();
      try {
        for (RegionReport report : reports) {
          stream.write(RegionMessages.report(header(), report));
        }
        stream.halfClose();
        for (var answer = stream.read(); answer != null; answer = stream.read()) {
          if (answer.getHeader().hasError()) {
            refused.put(answer.getRegionId(), answer.getHeader().getError().getMessage());
          } else {
            long id = answer.getRegionId();
            RegionMessages.added(answer.getChangePeerV2()).ifPresent(peer -> moves.put(id, peer));
          }
        }
        return new RegionOrders(refused, moves);
      } catch (StatusException e) {
        throw e.getStatus().asRuntimeException();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        stream.cancel("interrupted", e);
        throw new PdException("interrupted while reporting regions", e);
      }
    });
  }

  /// Returns ids for the parts of a region that is to be split.
  ///
  /// @param count of new regions
  /// @throws PdException when PD knows the region otherwise
  public List<SplitIds> askBatchSplit(Region region, int count) {
    return call(stub -> {
      var answer =
          stub.askBatchSplit(
              AskBatchSplitRequest.newBuilder()
                  .setHeader(header())
                  .setRegion(RegionMessages.region(region))
                  .setSplitCount(count)
                  .build());
      check(answer.getHeader());
      return answer.getIdsList().stream()
          .map(ids -> new SplitIds(ids.getNewRegionId(), ids.getNewPeerIdsList()))
          .toList();
    });
  }

  /// Tells PD of a split.
  ///
  /// @param parts in the order of keys
  public void reportBatchSplit(List<Region> parts) {
    call(stub -> {
      var answer =
          stub.reportBatchSplit(
              ReportBatchSplitRequest.newBuilder()
                  .setHeader(header())
                  .addAllRegions(parts.stream().map(RegionMessages::region).toList())
                  .build());
      check(answer.getHeader());
      return answer;
    });
  }

  /// Returns whom the last call went to.
  public synchronized HostPort leader() {
    return leader;
  }

  /// Returns all stores but the buried ones; none before the cluster is bootstrapped.
  public List<Store> stores() {
    return call(stub -> {
      var answer =
          stub.getAllStores(
              GetAllStoresRequest.newBuilder()
                  .setHeader(header())
                  .setExcludeTombstoneStores(true)
                  .build());
      if (answer.getHeader().getError().getType() == ErrorType.NOT_BOOTSTRAPPED) {
        return List.of();
      }
      check(answer.getHeader());
      return answer.getStoresList().stream().map(PdClient::store).toList();
    });
  }

  private static io.minitidb.proto.metapb.Store message(Store store) {
    return io.minitidb.proto.metapb.Store.newBuilder()
        .setId(store.id())
        .setAddress(store.address())
        .setPeerAddress(store.address())
        .setStatusAddress(store.statusAddress())
        .setVersion(store.version())
        .setGitHash(store.gitHash())
        .setStartTimestamp(store.startTime().getEpochSecond())
        .build();
  }

  private static Store store(io.minitidb.proto.metapb.Store message) {
    StoreState state = message.getState();
    long beat = message.getLastHeartbeat();
    return new Store(
        message.getId(),
        message.getAddress(),
        message.getStatusAddress(),
        state.name(),
        message.getVersion(),
        message.getGitHash(),
        Instant.ofEpochSecond(message.getStartTimestamp()),
        Instant.ofEpochSecond(beat / 1_000_000_000L, beat % 1_000_000_000L));
  }

  private RequestHeader header() {
    return RequestHeader.newBuilder().setClusterId(clusterId).build();
  }

  private static void check(ResponseHeader header) {
    if (header.getError().getType() == ErrorType.STORE_TOMBSTONE) {
      throw new PdException(
          "this store was removed from the cluster for good; stop it, a new one needs an empty data"
              + " directory");
    }
    if (header.hasError()) {
      throw new PdException("PD refused: " + header.getError().getMessage());
    }
  }

  private synchronized <T> T call(Function<PDGrpc.PDBlockingStub, T> method) {
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
        discard(endpoint);
        failure = e;
      }
    }
    if (leaderless != null) {
      return leaderless;
    }
    throw new PdException("no PD member answers at " + endpoints + why(failure), failure);
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

  @Override
  public synchronized void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}

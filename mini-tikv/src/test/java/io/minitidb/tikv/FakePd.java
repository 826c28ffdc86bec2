package io.minitidb.tikv;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.minitidb.node.HostPort;
import io.minitidb.proto.metapb.Peer;
import io.minitidb.proto.metapb.Region;
import io.minitidb.proto.metapb.RegionEpoch;
import io.minitidb.proto.metapb.Store;
import io.minitidb.proto.pdpb.AllocIDRequest;
import io.minitidb.proto.pdpb.AllocIDResponse;
import io.minitidb.proto.pdpb.AskBatchSplitRequest;
import io.minitidb.proto.pdpb.AskBatchSplitResponse;
import io.minitidb.proto.pdpb.ChangePeer;
import io.minitidb.proto.pdpb.ChangePeerV2;
import io.minitidb.proto.pdpb.ConfChangeType;
import io.minitidb.proto.pdpb.GetMembersRequest;
import io.minitidb.proto.pdpb.GetMembersResponse;
import io.minitidb.proto.pdpb.IsBootstrappedRequest;
import io.minitidb.proto.pdpb.IsBootstrappedResponse;
import io.minitidb.proto.pdpb.Member;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.PutStoreRequest;
import io.minitidb.proto.pdpb.PutStoreResponse;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import io.minitidb.proto.pdpb.RegionHeartbeatResponse;
import io.minitidb.proto.pdpb.ReportBatchSplitRequest;
import io.minitidb.proto.pdpb.ReportBatchSplitResponse;
import io.minitidb.proto.pdpb.ResponseHeader;
import io.minitidb.proto.pdpb.SplitID;
import io.minitidb.proto.pdpb.StoreHeartbeatRequest;
import io.minitidb.proto.pdpb.StoreHeartbeatResponse;
import io.minitidb.proto.pdpb.StoreStats;
import io.minitidb.server.NodeServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// As much of PD as a store needs to start; counts its heartbeats and remembers which regions it
/// reports. Wants region 2 of all keys to be on the store. A store of a cluster of processes is in
/// module integration.
final class FakePd extends PDGrpc.PDImplBase implements AutoCloseable {
  private static final ResponseHeader HEADER = ResponseHeader.newBuilder().setClusterId(7).build();

  private final AtomicLong ids = new AtomicLong(100);
  private final AtomicInteger beats = new AtomicInteger();
  private final Queue<RegionHeartbeatRequest> regions = new ConcurrentLinkedQueue<>();
  private final Queue<Store> stores = new ConcurrentLinkedQueue<>();
  private final Map<Long, Peer> moves = new ConcurrentHashMap<>();
  private volatile StoreStats stats = StoreStats.getDefaultInstance();
  private volatile boolean wanting = true;
  private volatile @Nullable FakePd leader;
  private final NodeServer server;

  FakePd() throws IOException {
    server = NodeServer.at(new HostPort("127.0.0.1", 0)).addService(this).start();
  }

  String address() {
    return "127.0.0.1:" + server.port();
  }

  int beats() {
    return beats.get();
  }

  /// Returns what was reported of regions so far.
  List<RegionHeartbeatRequest> regions() {
    return List.copyOf(regions);
  }

  /// Returns the stores as they registered, one behind the other.
  List<Store> stores() {
    return List.copyOf(stores);
  }

  /// Returns what the last heartbeat said.
  StoreStats stats() {
    return stats;
  }

  /// Wants no region of the store.
  void wantNothing() {
    wanting = false;
  }

  /// Orders a region to move with its next report.
  void move(long region, Peer target) {
    moves.put(region, target);
  }

  /// Leaves the lead to another one.
  void follow(FakePd other) {
    leader = other;
  }

  private static <T> void answer(StreamObserver<T> observer, T answer) {
    observer.onNext(answer);
    observer.onCompleted();
  }

  @Override
  public void getMembers(GetMembersRequest request, StreamObserver<GetMembersResponse> observer) {
    FakePd other = leader;
    Member self = Member.newBuilder().addClientUrls("http://" + address()).build();
    Member leading =
        other == null
            ? self
            : Member.newBuilder().addClientUrls("http://" + other.address()).build();
    answer(
        observer,
        GetMembersResponse.newBuilder()
            .setHeader(HEADER)
            .addMembers(self)
            .setLeader(leading)
            .build());
  }

  @Override
  public void allocID(AllocIDRequest request, StreamObserver<AllocIDResponse> observer) {
    answer(observer, AllocIDResponse.newBuilder().setHeader(HEADER).setId(4).build());
  }

  @Override
  public void askBatchSplit(
      AskBatchSplitRequest request, StreamObserver<AskBatchSplitResponse> observer) {
    AskBatchSplitResponse.Builder answer = AskBatchSplitResponse.newBuilder().setHeader(HEADER);
    for (int i = 0; i < request.getSplitCount(); i++) {
      answer.addIds(
          SplitID.newBuilder()
              .setNewRegionId(ids.getAndIncrement())
              .addNewPeerIds(ids.getAndIncrement()));
    }
    answer(observer, answer.build());
  }

  @Override
  public void reportBatchSplit(
      ReportBatchSplitRequest request, StreamObserver<ReportBatchSplitResponse> observer) {
    answer(observer, ReportBatchSplitResponse.newBuilder().setHeader(HEADER).build());
  }

  @Override
  public void isBootstrapped(
      IsBootstrappedRequest request, StreamObserver<IsBootstrappedResponse> observer) {
    answer(
        observer,
        IsBootstrappedResponse.newBuilder().setHeader(HEADER).setBootstrapped(true).build());
  }

  @Override
  public void putStore(PutStoreRequest request, StreamObserver<PutStoreResponse> observer) {
    stores.add(request.getStore());
    answer(observer, PutStoreResponse.newBuilder().setHeader(HEADER).build());
  }

  @Override
  public void storeHeartbeat(
      StoreHeartbeatRequest request, StreamObserver<StoreHeartbeatResponse> observer) {
    if (leader != null) {
      observer.onError(Status.UNAVAILABLE.withDescription("not leader").asRuntimeException());
      return;
    }
    beats.incrementAndGet();
    stats = request.getStats();
    Region region =
        Region.newBuilder()
            .setId(2)
            .setRegionEpoch(RegionEpoch.newBuilder().setConfVer(1).setVersion(1))
            .addPeers(Peer.newBuilder().setId(3).setStoreId(stats.getStoreId()))
            .build();
    StoreHeartbeatResponse.Builder answer = StoreHeartbeatResponse.newBuilder().setHeader(HEADER);
    if (wanting) {
      answer.getRecoveryPlanBuilder().addCreates(region);
    }
    answer(observer, answer.build());
  }

  @Override
  public StreamObserver<RegionHeartbeatRequest> regionHeartbeat(
      StreamObserver<RegionHeartbeatResponse> observer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(RegionHeartbeatRequest report) {
        regions.add(report);
        Peer target = moves.remove(report.getRegion().getId());
        if (target != null) {
          observer.onNext(
              RegionHeartbeatResponse.newBuilder()
                  .setHeader(HEADER)
                  .setRegionId(report.getRegion().getId())
                  .setChangePeerV2(
                      ChangePeerV2.newBuilder()
                          .addChanges(
                              ChangePeer.newBuilder()
                                  .setChangeType(ConfChangeType.AddNode)
                                  .setPeer(target)))
                  .build());
        }
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        observer.onCompleted();
      }
    };
  }

  @Override
  public void close() {
    server.close();
  }
}

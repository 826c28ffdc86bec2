package io.minitidb.pd;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.minitidb.proto.metapb.Cluster;
import io.minitidb.proto.metapb.Peer;
import io.minitidb.proto.metapb.Region;
import io.minitidb.proto.metapb.RegionEpoch;
import io.minitidb.proto.metapb.Store;
import io.minitidb.proto.pdpb.BootstrapRequest;
import io.minitidb.proto.pdpb.GetClusterConfigRequest;
import io.minitidb.proto.pdpb.GetMembersRequest;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.PutStoreRequest;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import io.minitidb.proto.pdpb.RegionHeartbeatResponse;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.StoreHeartbeatRequest;
import io.minitidb.proto.pdpb.StoreHeartbeatResponse;
import io.minitidb.proto.pdpb.StoreStats;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import java.util.ArrayList;
import java.util.List;

/// What stores say to the leader, by gRPC.
public record TestStores(PDGrpc.PDBlockingV2Stub leader, RequestHeader header) {

  /// @param closer closes the connection
  public static TestStores of(PdServer leader, Closer closer) throws StatusException {
    ManagedChannel channel = Channels.open(leader.address());
    closer.add(channel::shutdownNow);
    PDGrpc.PDBlockingV2Stub stub = PDGrpc.newBlockingV2Stub(channel);
    return new TestStores(
        stub,
        RequestHeader.newBuilder()
            .setClusterId(
                stub.getMembers(GetMembersRequest.getDefaultInstance()).getHeader().getClusterId())
            .build());
  }

  public static Store.Builder store(long id, String version) {
    return Store.newBuilder().setId(id).setAddress("127.0.0.1:" + id).setVersion(version);
  }

  /// Bootstraps with store 1; returns the error's message, empty when there is none.
  public String bootstrap(String version) throws StatusException {
    return leader
        .bootstrap(
            BootstrapRequest.newBuilder()
                .setHeader(header)
                .setStore(store(1, version))
                .setRegion(
                    Region.newBuilder().setId(2).addPeers(Peer.newBuilder().setId(3).setStoreId(1)))
                .build())
        .getHeader()
        .getError()
        .getMessage();
  }

  /// Registers a store; returns the error's message, empty when there is none.
  public String put(Store.Builder store) throws StatusException {
    return leader
        .putStore(PutStoreRequest.newBuilder().setHeader(header).setStore(store).build())
        .getHeader()
        .getError()
        .getMessage();
  }

  public StoreHeartbeatResponse heartbeat(long id, long capacity, long available)
      throws StatusException {
    return leader.storeHeartbeat(
        StoreHeartbeatRequest.newBuilder()
            .setHeader(header)
            .setStats(
                StoreStats.newBuilder()
                    .setStoreId(id)
                    .setCapacity(capacity)
                    .setAvailable(available))
            .build());
  }

  public Cluster cluster() throws StatusException {
    return leader
        .getClusterConfig(GetClusterConfigRequest.newBuilder().setHeader(header).build())
        .getCluster();
  }

  /// Reports regions on one stream; returns what was answered.
  public List<RegionHeartbeatResponse> report(RegionHeartbeatRequest.Builder... reports)
      throws StatusException, InterruptedException {
    BlockingClientCall<RegionHeartbeatRequest, RegionHeartbeatResponse> stream =
        leader.regionHeartbeat();
    for (RegionHeartbeatRequest.Builder report : reports) {
      stream.write(report.setHeader(header).build());
    }
    stream.halfClose();
    List<RegionHeartbeatResponse> answers = new ArrayList<>();
    for (var answer = stream.read(); answer != null; answer = stream.read()) {
      answers.add(answer);
    }
    return answers;
  }

  /// A region with one peer, whose id is ten times that of the region.
  public static RegionHeartbeatRequest.Builder region(
      long id, String from, String to, long version, long storeId) {
    Peer peer = Peer.newBuilder().setId(10 * id).setStoreId(storeId).build();
    return RegionHeartbeatRequest.newBuilder()
        .setRegion(
            Region.newBuilder()
                .setId(id)
                .setStartKey(ByteString.copyFromUtf8(from))
                .setEndKey(ByteString.copyFromUtf8(to))
                .setRegionEpoch(RegionEpoch.newBuilder().setConfVer(1).setVersion(version))
                .addPeers(peer))
        .setLeader(peer);
  }
}

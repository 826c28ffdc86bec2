package io.minitidb.tikv;

import io.grpc.stub.StreamObserver;
import io.minitidb.node.HostPort;
import io.minitidb.proto.pdpb.AllocIDRequest;
import io.minitidb.proto.pdpb.AllocIDResponse;
import io.minitidb.proto.pdpb.GetMembersRequest;
import io.minitidb.proto.pdpb.GetMembersResponse;
import io.minitidb.proto.pdpb.IsBootstrappedRequest;
import io.minitidb.proto.pdpb.IsBootstrappedResponse;
import io.minitidb.proto.pdpb.Member;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.PutStoreRequest;
import io.minitidb.proto.pdpb.PutStoreResponse;
import io.minitidb.proto.pdpb.ResponseHeader;
import io.minitidb.proto.pdpb.StoreHeartbeatRequest;
import io.minitidb.proto.pdpb.StoreHeartbeatResponse;
import io.minitidb.server.NodeServer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/// As much of PD as a store needs to start; counts its heartbeats. A store of a cluster of
/// processes is in module integration.
final class FakePd extends PDGrpc.PDImplBase implements AutoCloseable {
  private static final ResponseHeader HEADER = ResponseHeader.newBuilder().setClusterId(7).build();

  private final AtomicInteger beats = new AtomicInteger();
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

  private static <T> void answer(StreamObserver<T> observer, T answer) {
    observer.onNext(answer);
    observer.onCompleted();
  }

  @Override
  public void getMembers(GetMembersRequest request, StreamObserver<GetMembersResponse> observer) {
    Member self = Member.newBuilder().addClientUrls("http://" + address()).build();
    answer(
        observer,
        GetMembersResponse.newBuilder().setHeader(HEADER).addMembers(self).setLeader(self).build());
  }

  @Override
  public void allocID(AllocIDRequest request, StreamObserver<AllocIDResponse> observer) {
    answer(observer, AllocIDResponse.newBuilder().setHeader(HEADER).setId(4).build());
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
    answer(observer, PutStoreResponse.newBuilder().setHeader(HEADER).build());
  }

  @Override
  public void storeHeartbeat(
      StoreHeartbeatRequest request, StreamObserver<StoreHeartbeatResponse> observer) {
    beats.incrementAndGet();
    answer(observer, StoreHeartbeatResponse.newBuilder().setHeader(HEADER).build());
  }

  @Override
  public void close() {
    server.close();
  }
}

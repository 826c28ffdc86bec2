package io.minitidb.pd.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.cluster.PdError;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.model.Peer;
import io.minitidb.pd.model.RegionState;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.wire.RegionMessages;
import io.minitidb.proto.pdpb.ChangePeer;
import io.minitidb.proto.pdpb.ChangePeerV2;
import io.minitidb.proto.pdpb.ConfChangeType;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import io.minitidb.proto.pdpb.RegionHeartbeatResponse;
import io.minitidb.proto.pdpb.ResponseHeader;

/// One store's stream of what its regions' leaders say. A report is answered when it is refused, or
/// when the region is to move; one that this member may not take ends the stream, so that the store
/// looks for the leader.
final class RegionStream implements StreamObserver<RegionHeartbeatRequest> {
  private final Headers headers;
  private final ServerCallStreamObserver<RegionHeartbeatResponse> answers;
  private boolean ended;

  RegionStream(Headers headers, StreamObserver<RegionHeartbeatResponse> answers) {
    this.headers = headers;
    this.answers = (ServerCallStreamObserver<RegionHeartbeatResponse>) answers;
  }

  @Override
  public void onNext(RegionHeartbeatRequest request) {
    if (ended) {
      return;
    }
    try {
      Term term = headers.term(request.getHeader());
      try {
        take(term.cluster(), request);
        spread(term, request);
      } catch (StatusRuntimeException e) {
        throw e;
      } catch (RuntimeException e) {
        refuse(request, headers.failed(e));
      }
    } catch (StatusRuntimeException e) {
      ended = true;
      answers.onError(e);
    }
  }

  private static void take(ClusterState cluster, RegionHeartbeatRequest request) {
    long id = request.getLeader().getStoreId();
    Store store =
        cluster
            .storeBook()
            .find(id)
            .orElseThrow(() ->
                Status.UNKNOWN
                    .withDescription(
                        "invalid store ID " + Long.toUnsignedString(id) + ", not found")
                    .asRuntimeException());
    if (store.state() == Store.State.TOMBSTONE) {
      throw new PdError(PdError.Kind.STORE_TOMBSTONE, "store is tombstone");
    }
    cluster.regionBook().heartbeat(RegionMessages.state(request));
  }

  private void spread(Term term, RegionHeartbeatRequest request) {
    RegionState said = RegionMessages.state(request);
    if (said.handedOver() || !answers.isReady()) {
      return;
    }
    term.cluster()
        .spread()
        .target(said)
        .ifPresent(store -> {
          Peer peer = Peer.voter(term.ids().next(1), store.id());
          answers.onNext(
              RegionHeartbeatResponse.newBuilder()
                  .setHeader(headers.ok())
                  .setRegionId(said.region().id())
                  .setRegionEpoch(RegionMessages.epoch(said.region().epoch()))
                  .setTargetPeer(request.getLeader())
                  .setChangePeerV2(
                      ChangePeerV2.newBuilder()
                          .addChanges(
                              ChangePeer.newBuilder()
                                  .setChangeType(ConfChangeType.AddNode)
                                  .setPeer(RegionMessages.peer(peer)))
                          .addChanges(
                              ChangePeer.newBuilder()
                                  .setChangeType(ConfChangeType.RemoveNode)
                                  .setPeer(request.getLeader())))
                  .build());
        });
  }

  /// A store that does not read gets no more answers: it will report again and be refused again.
  private void refuse(RegionHeartbeatRequest request, ResponseHeader why) {
    if (answers.isReady()) {
      answers.onNext(
          RegionHeartbeatResponse.newBuilder()
              .setHeader(why)
              .setRegionId(request.getRegion().getId())
              .setRegionEpoch(request.getRegion().getRegionEpoch())
              .setTargetPeer(request.getLeader())
              .build());
    }
  }

  @Override
  public void onError(Throwable cause) {
    ended = true;
  }

  @Override
  public void onCompleted() {
    if (!ended) {
      answers.onCompleted();
    }
  }
}

package io.minitidb.pd.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.Members;
import io.minitidb.pd.cluster.RegionBook;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.model.RegionState;
import io.minitidb.pd.wire.Messages;
import io.minitidb.proto.metapb.Cluster;
import io.minitidb.proto.pdpb.AllocIDRequest;
import io.minitidb.proto.pdpb.AllocIDResponse;
import io.minitidb.proto.pdpb.AskBatchSplitRequest;
import io.minitidb.proto.pdpb.AskBatchSplitResponse;
import io.minitidb.proto.pdpb.AskSplitRequest;
import io.minitidb.proto.pdpb.AskSplitResponse;
import io.minitidb.proto.pdpb.BootstrapRequest;
import io.minitidb.proto.pdpb.BootstrapResponse;
import io.minitidb.proto.pdpb.GetAllStoresRequest;
import io.minitidb.proto.pdpb.GetAllStoresResponse;
import io.minitidb.proto.pdpb.GetClusterConfigRequest;
import io.minitidb.proto.pdpb.GetClusterConfigResponse;
import io.minitidb.proto.pdpb.GetClusterInfoRequest;
import io.minitidb.proto.pdpb.GetClusterInfoResponse;
import io.minitidb.proto.pdpb.GetGCSafePointRequest;
import io.minitidb.proto.pdpb.GetGCSafePointResponse;
import io.minitidb.proto.pdpb.GetMembersRequest;
import io.minitidb.proto.pdpb.GetMembersResponse;
import io.minitidb.proto.pdpb.GetOperatorRequest;
import io.minitidb.proto.pdpb.GetOperatorResponse;
import io.minitidb.proto.pdpb.GetRegionByIDRequest;
import io.minitidb.proto.pdpb.GetRegionRequest;
import io.minitidb.proto.pdpb.GetRegionResponse;
import io.minitidb.proto.pdpb.GetStoreRequest;
import io.minitidb.proto.pdpb.GetStoreResponse;
import io.minitidb.proto.pdpb.IsBootstrappedRequest;
import io.minitidb.proto.pdpb.IsBootstrappedResponse;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.PutClusterConfigRequest;
import io.minitidb.proto.pdpb.PutClusterConfigResponse;
import io.minitidb.proto.pdpb.PutStoreRequest;
import io.minitidb.proto.pdpb.PutStoreResponse;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import io.minitidb.proto.pdpb.RegionHeartbeatResponse;
import io.minitidb.proto.pdpb.ReportBatchSplitRequest;
import io.minitidb.proto.pdpb.ReportBatchSplitResponse;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.ResponseHeader;
import io.minitidb.proto.pdpb.ScanRegionsRequest;
import io.minitidb.proto.pdpb.ScanRegionsResponse;
import io.minitidb.proto.pdpb.ScatterRegionRequest;
import io.minitidb.proto.pdpb.ScatterRegionResponse;
import io.minitidb.proto.pdpb.ServiceMode;
import io.minitidb.proto.pdpb.StoreHeartbeatRequest;
import io.minitidb.proto.pdpb.StoreHeartbeatResponse;
import io.minitidb.proto.pdpb.TsoRequest;
import io.minitidb.proto.pdpb.TsoResponse;
import io.minitidb.proto.pdpb.UpdateServiceGCSafePointRequest;
import io.minitidb.proto.pdpb.UpdateServiceGCSafePointResponse;
import java.util.Optional;
import java.util.function.Function;

/// `pdpb.PD`. Methods run on virtual threads and block, but for [#tso], which runs on the event
/// loop. What is missing here answers UNIMPLEMENTED.
public final class PdService extends PDGrpc.PDImplBase {
  private final Headers headers;
  private final TsoMetrics timestamps;
  private final GcCalls gc = new GcCalls();

  public PdService(LocalMember member, TsoMetrics timestamps) {
    this.headers = new Headers(member);
    this.timestamps = timestamps;
  }

  /// Answers what only a leader can: by `work`, or by `refused` with the header that says why not.
  private <A> void lead(
      RequestHeader header,
      StreamObserver<A> out,
      Function<Term, A> work,
      Function<ResponseHeader, A> refused) {
    try {
      A answer;
      Term term = headers.term(header);
      try {
        answer = work.apply(term);
      } catch (StatusRuntimeException e) {
        throw e;
      } catch (RuntimeException e) {
        answer = refused.apply(headers.failed(e));
      }
      out.onNext(answer);
      out.onCompleted();
    } catch (StatusRuntimeException e) {
      out.onError(e);
    }
  }

  /// Any member answers, also with a cluster id that is not ours: this is how clients learn it.
  @Override
  public void getMembers(GetMembersRequest request, StreamObserver<GetMembersResponse> out) {
    try {
      LocalMember.Started started = headers.started();
      Members.View view;
      try {
        view = started.members().recentView();
      } catch (MetaException e) {
        view = started.members().latestView();
      }
      GetMembersResponse.Builder answer = GetMembersResponse.newBuilder().setHeader(headers.ok());
      // A member that never started has no URL, on which clients would stumble.
      view.members().stream()
          .filter(m -> !m.clientUrls().isEmpty())
          .forEach(m -> answer.addMembers(Messages.member(m)));
      view.leader().ifPresent(leader -> answer.setLeader(Messages.member(leader)));
      view.etcdLeader().ifPresent(leader -> answer.setEtcdLeader(Messages.member(leader)));
      out.onNext(answer.build());
      out.onCompleted();
    } catch (StatusRuntimeException e) {
      out.onError(e);
    }
  }

  @Override
  public void getClusterInfo(
      GetClusterInfoRequest request, StreamObserver<GetClusterInfoResponse> out) {
    try {
      out.onNext(
          GetClusterInfoResponse.newBuilder()
              .setHeader(headers.ok())
              .addServiceModes(ServiceMode.PD_SVC_MODE)
              .build());
      out.onCompleted();
    } catch (StatusRuntimeException e) {
      out.onError(e);
    }
  }

  @Override
  public StreamObserver<TsoRequest> tso(StreamObserver<TsoResponse> out) {
    return new TsoStream(headers, timestamps, out);
  }

  @Override
  public void bootstrap(BootstrapRequest request, StreamObserver<BootstrapResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> StoreAnswers.bootstrap(headers.ok(), term, request),
        header -> BootstrapResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void isBootstrapped(
      IsBootstrappedRequest request, StreamObserver<IsBootstrappedResponse> out) {
    lead(
        request.getHeader(),
        out,
        term ->
            IsBootstrappedResponse.newBuilder()
                .setHeader(headers.ok())
                .setBootstrapped(term.cluster().bootstrapTime().isPresent())
                .build(),
        header -> IsBootstrappedResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void allocID(AllocIDRequest request, StreamObserver<AllocIDResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> {
          int count = Math.max(1, request.getCount());
          AllocIDResponse.Builder answer =
              AllocIDResponse.newBuilder().setHeader(headers.ok()).setId(term.ids().next(count));
          return count > 1 ? answer.setCount(count).build() : answer.build();
        },
        header -> AllocIDResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void getStore(GetStoreRequest request, StreamObserver<GetStoreResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> StoreAnswers.store(headers.ok(), term, request),
        header -> GetStoreResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void putStore(PutStoreRequest request, StreamObserver<PutStoreResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> {
          term.cluster().storeBook().put(Messages.store(request.getStore()));
          return PutStoreResponse.newBuilder().setHeader(headers.ok()).build();
        },
        header -> PutStoreResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void getAllStores(GetAllStoresRequest request, StreamObserver<GetAllStoresResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> StoreAnswers.all(headers.ok(), term, request),
        header -> GetAllStoresResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void storeHeartbeat(
      StoreHeartbeatRequest request, StreamObserver<StoreHeartbeatResponse> out) {
    if (!request.hasStats()) {
      out.onError(
          Status.INVALID_ARGUMENT
              .withDescription("invalid store heartbeat command, it has no stats")
              .asRuntimeException());
      return;
    }
    lead(
        request.getHeader(),
        out,
        term -> StoreAnswers.heartbeat(headers.ok(), term, request),
        header -> StoreHeartbeatResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public StreamObserver<RegionHeartbeatRequest> regionHeartbeat(
      StreamObserver<RegionHeartbeatResponse> out) {
    return new RegionStream(headers, out);
  }

  @Override
  public void getRegion(GetRegionRequest request, StreamObserver<GetRegionResponse> out) {
    region(request.getHeader(), out, regions -> regions.find(request.getRegionKey()));
  }

  @Override
  public void getPrevRegion(GetRegionRequest request, StreamObserver<GetRegionResponse> out) {
    region(request.getHeader(), out, regions -> regions.before(request.getRegionKey()));
  }

  @Override
  public void getRegionByID(GetRegionByIDRequest request, StreamObserver<GetRegionResponse> out) {
    region(request.getHeader(), out, regions -> regions.find(request.getRegionId()));
  }

  private void region(
      RequestHeader header,
      StreamObserver<GetRegionResponse> out,
      Function<RegionBook, Optional<RegionState>> find) {
    lead(
        header,
        out,
        term -> RegionAnswers.region(headers.ok(), find.apply(term.cluster().regionBook())),
        refused -> GetRegionResponse.newBuilder().setHeader(refused).build());
  }

  @Override
  public void scanRegions(ScanRegionsRequest request, StreamObserver<ScanRegionsResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> RegionAnswers.scan(headers.ok(), term, request),
        header -> ScanRegionsResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void askSplit(AskSplitRequest request, StreamObserver<AskSplitResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> RegionAnswers.split(headers.ok(), term, request),
        header -> AskSplitResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void askBatchSplit(
      AskBatchSplitRequest request, StreamObserver<AskBatchSplitResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> RegionAnswers.split(headers.ok(), term, request),
        header -> AskBatchSplitResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void reportBatchSplit(
      ReportBatchSplitRequest request, StreamObserver<ReportBatchSplitResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> RegionAnswers.splitReported(headers.ok(), term, request),
        header -> ReportBatchSplitResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void getClusterConfig(
      GetClusterConfigRequest request, StreamObserver<GetClusterConfigResponse> out) {
    lead(
        request.getHeader(),
        out,
        term ->
            GetClusterConfigResponse.newBuilder()
                .setHeader(headers.ok())
                .setCluster(
                    Cluster.newBuilder()
                        .setId(term.fence().keys().clusterId())
                        .setMaxPeerCount(term.cluster().maxReplicas()))
                .build(),
        header -> GetClusterConfigResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void putClusterConfig(
      PutClusterConfigRequest request, StreamObserver<PutClusterConfigResponse> out) {
    lead(
        request.getHeader(),
        out,
        term ->
            PutClusterConfigResponse.newBuilder()
                .setHeader(ClusterConfigCall.put(headers, term, request.getCluster()))
                .build(),
        header -> PutClusterConfigResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void getGCSafePoint(
      GetGCSafePointRequest request, StreamObserver<GetGCSafePointResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> gc.safePoint(headers, term),
        header -> GetGCSafePointResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void updateServiceGCSafePoint(
      UpdateServiceGCSafePointRequest request,
      StreamObserver<UpdateServiceGCSafePointResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> gc.update(headers, term, request),
        header -> UpdateServiceGCSafePointResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void scatterRegion(
      ScatterRegionRequest request, StreamObserver<ScatterRegionResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> OperatorCalls.scatter(headers, term, request),
        header -> ScatterRegionResponse.newBuilder().setHeader(header).build());
  }

  @Override
  public void getOperator(GetOperatorRequest request, StreamObserver<GetOperatorResponse> out) {
    lead(
        request.getHeader(),
        out,
        term -> OperatorCalls.operator(headers, term),
        header -> GetOperatorResponse.newBuilder().setHeader(header).build());
  }
}

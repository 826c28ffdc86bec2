package io.minitidb.pdclient;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.minitidb.node.HostPort;
import io.minitidb.proto.pdpb.AllocIDRequest;
import io.minitidb.proto.pdpb.AskBatchSplitRequest;
import io.minitidb.proto.pdpb.BootstrapRequest;
import io.minitidb.proto.pdpb.ErrorType;
import io.minitidb.proto.pdpb.GetAllStoresRequest;
import io.minitidb.proto.pdpb.IsBootstrappedRequest;
import io.minitidb.proto.pdpb.PDGrpc;
import io.minitidb.proto.pdpb.PutStoreRequest;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import io.minitidb.proto.pdpb.RegionHeartbeatResponse;
import io.minitidb.proto.pdpb.ReportBatchSplitRequest;
import io.minitidb.proto.pdpb.RequestHeader;
import io.minitidb.proto.pdpb.ResponseHeader;
import io.minitidb.proto.pdpb.StoreHeartbeatRequest;
import io.minitidb.tls.Security;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// PD's calls, as a node needs them; see [PdLeader] for whom they go to. Thread-safe.
public final class PdClient implements AutoCloseable {
  private final PdLeader leader;

  /// @param endpoints client addresses of some members; the others are learned
  public PdClient(List<HostPort> endpoints, Security security) {
    this.leader = new PdLeader(endpoints, security);
  }

  /// Returns the cluster's id, unsigned.
  public long clusterId() {
    return leader.clusterId();
  }

  /// Returns the members as any of them lists them.
  public List<Member> members() {
    return leader.members().stream()
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
                  .setStore(StoreMessages.store(store))
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
              PutStoreRequest.newBuilder()
                  .setHeader(header())
                  .setStore(StoreMessages.store(store))
                  .build());
      check(answer.getHeader());
      return answer;
    });
  }

  /// Tells PD that the store lives, and how it is.
  ///
  /// @return regions that the store is to have, empty ones, if it does not have them
  public List<Region> storeHeartbeat(StoreReport report) {
    return call(stub -> {
      var answer =
          stub.storeHeartbeat(
              StoreHeartbeatRequest.newBuilder()
                  .setHeader(header())
                  .setStats(StoreMessages.stats(report))
                  .build());
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
              .withDeadlineAfter(PdLeader.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
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
  public HostPort leader() {
    return leader.address();
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
      return answer.getStoresList().stream().map(StoreMessages::store).toList();
    });
  }

  private RequestHeader header() {
    return RequestHeader.newBuilder().setClusterId(leader.clusterId()).build();
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

  private <T> T call(Function<PDGrpc.PDBlockingStub, T> method) {
    return leader.call(method);
  }

  @Override
  public void close() {
    leader.close();
  }
}

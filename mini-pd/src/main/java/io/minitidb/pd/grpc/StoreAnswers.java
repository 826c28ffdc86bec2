package io.minitidb.pd.grpc;

import io.grpc.Status;
import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.cluster.PdError;
import io.minitidb.pd.cluster.StoreBook;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.model.StoreStats;
import io.minitidb.pd.wire.Messages;
import io.minitidb.pd.wire.RegionMessages;
import io.minitidb.proto.pdpb.BootstrapRequest;
import io.minitidb.proto.pdpb.BootstrapResponse;
import io.minitidb.proto.pdpb.GetAllStoresRequest;
import io.minitidb.proto.pdpb.GetAllStoresResponse;
import io.minitidb.proto.pdpb.GetStoreRequest;
import io.minitidb.proto.pdpb.GetStoreResponse;
import io.minitidb.proto.pdpb.ResponseHeader;
import io.minitidb.proto.pdpb.StoreHeartbeatRequest;
import io.minitidb.proto.pdpb.StoreHeartbeatResponse;

/// What a leader answers about stores.
final class StoreAnswers {
  private StoreAnswers() {}

  static BootstrapResponse bootstrap(ResponseHeader ok, Term term, BootstrapRequest request) {
    io.minitidb.proto.metapb.Region region = request.getRegion();
    boolean good =
        request.getStore().getId() != 0
            && region.getId() != 0
            && region.getStartKey().isEmpty()
            && region.getEndKey().isEmpty()
            && region.getPeersCount() == 1
            && region.getPeers(0).getStoreId() == request.getStore().getId()
            && region.getPeers(0).getId() != 0;
    if (!good) {
      throw new PdError(
          PdError.Kind.UNKNOWN,
          "bootstrap needs a store and one region of all keys with one peer on that store");
    }
    term.cluster().bootstrap(Messages.store(request.getStore()), RegionMessages.region(region));
    return BootstrapResponse.newBuilder().setHeader(ok).build();
  }

  static GetStoreResponse store(ResponseHeader ok, Term term, GetStoreRequest request) {
    StoreBook stores = term.cluster().storeBook();
    Store store = known(stores, request.getStoreId());
    GetStoreResponse.Builder answer =
        GetStoreResponse.newBuilder().setHeader(ok).setStore(Messages.store(store));
    StoreStats stats = stores.stats(store.id());
    return stats.equals(StoreStats.NONE)
        ? answer.build()
        : answer.setStats(Messages.stats(store.id(), stats)).build();
  }

  /// An unknown store is told in gRPC's status: clients that read only the text do not retry it, as
  /// they would an error in the header.
  private static Store known(StoreBook stores, long id) {
    try {
      return stores.get(id);
    } catch (PdError e) {
      if (e.kind() != PdError.Kind.UNKNOWN) {
        throw e;
      }
      throw Status.UNKNOWN.withDescription(e.getMessage()).asRuntimeException();
    }
  }

  static GetAllStoresResponse all(ResponseHeader ok, Term term, GetAllStoresRequest request) {
    GetAllStoresResponse.Builder answer = GetAllStoresResponse.newBuilder().setHeader(ok);
    for (Store store : term.cluster().stores()) {
      if (!request.getExcludeTombstoneStores() || store.state() != Store.State.TOMBSTONE) {
        answer.addStores(Messages.store(store));
      }
    }
    return answer.build();
  }

  /// A store is told of its regions that nobody has reported, in case it does not have them.
  static StoreHeartbeatResponse heartbeat(
      ResponseHeader ok, Term term, StoreHeartbeatRequest request) {
    ClusterState cluster = term.cluster();
    Store store =
        cluster
            .storeBook()
            .heartbeat(request.getStats().getStoreId(), Messages.stats(request.getStats()));
    StoreHeartbeatResponse.Builder answer =
        StoreHeartbeatResponse.newBuilder()
            .setHeader(ok)
            .setClusterVersion(cluster.clusterVersion().toString())
            .setStateValue(store.nodeState().number());
    cluster
        .regionBook()
        .awaitedFrom(store.id())
        .forEach(
            region -> answer.getRecoveryPlanBuilder().addCreates(RegionMessages.region(region)));
    return answer.build();
  }
}

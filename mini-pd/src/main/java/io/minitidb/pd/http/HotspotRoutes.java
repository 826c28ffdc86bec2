package io.minitidb.pd.http;

import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.model.Flow;
import io.minitidb.pd.model.Peer;
import io.minitidb.pd.model.RegionState;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.model.StoreStats;
import io.minitidb.pd.model.StoreView;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Where the traffic is, by what stores and regions said last.
public final class HotspotRoutes {
  private final RunningCluster cluster;
  private final Supplier<StoreView> view;

  public HotspotRoutes(LocalMember member, Supplier<StoreView> view) {
    this.cluster = new RunningCluster(member);
    this.view = view;
  }

  public void addTo(Routes routes) {
    String v1 = PdRoutes.V1;
    routes
        .get(v1 + "/hotspot/stores", (call, names) -> stores())
        .get(
            v1 + "/hotspot/regions/read",
            (call, names) -> regions(state -> state.heat().read(), Flow::bytesRead, Flow::keysRead))
        .get(
            v1 + "/hotspot/regions/write",
            (call, names) ->
                regions(state -> state.heat().write(), Flow::bytesWritten, Flow::keysWritten));
  }

  /// One of the amounts of a flow.
  private interface Amount {
    long of(Flow flow);
  }

  /// How often in a row a region was hot in one way.
  private interface Degree {
    int of(RegionState state);
  }

  private static ToDoubleFunction<Flow> rate(Amount amount) {
    return flow -> flow.perSecond(amount.of(flow));
  }

  private HttpAnswer stores() {
    Map<String, Flow> flows = new TreeMap<>(); // Go sorts the keys of maps as texts
    ClusterState running = cluster.get();
    for (Store store : running.stores()) {
      StoreStats stats = running.storeBook().stats(store.id());
      if (store.state() != Store.State.TOMBSTONE && !stats.equals(StoreStats.NONE)) {
        flows.put(Long.toUnsignedString(store.id()), stats.flow());
      }
    }
    GoJson.Obj answer = GoJson.object();
    if (!flows.isEmpty()) {
      answer
          .put("bytes-write-rate", rates(flows, rate(Flow::bytesWritten)))
          .put("bytes-read-rate", rates(flows, rate(Flow::bytesRead)))
          .put("keys-write-rate", rates(flows, rate(Flow::keysWritten)))
          .put("keys-read-rate", rates(flows, rate(Flow::keysRead)));
    }
    return Answers.json(answer);
  }

  private static GoJson.Obj rates(Map<String, Flow> flows, ToDoubleFunction<Flow> rate) {
    GoJson.Obj rates = GoJson.object();
    flows.forEach((id, flow) -> rates.put(id, rate.applyAsDouble(flow)));
    return rates;
  }

  private HttpAnswer regions(Degree degree, Amount bytes, Amount keys) {
    List<RegionState> hot =
        cluster.get().regionBook().all().stream()
            .filter(state -> degree.of(state) > 0 && degree.of(state) >= view.get().hotHits())
            .toList();
    return Answers.json(
        GoJson.object()
            .put("as_peer", byStore(hot, (state, peer) -> true, degree, rate(bytes), rate(keys)))
            .put(
                "as_leader",
                byStore(
                    hot,
                    (state, peer) -> state.ledBy(peer.storeId()),
                    degree,
                    rate(bytes),
                    rate(keys))));
  }

  private static GoJson.Obj byStore(
      List<RegionState> hot,
      BiPredicate<RegionState, Peer> counts,
      Degree degree,
      ToDoubleFunction<Flow> bytes,
      ToDoubleFunction<Flow> keys) {
    Map<String, List<RegionState>> stores = new TreeMap<>();
    for (RegionState state : hot) {
      for (Peer peer : state.region().peers()) {
        if (counts.test(state, peer)) {
          stores
              .computeIfAbsent(Long.toUnsignedString(peer.storeId()), id -> new ArrayList<>())
              .add(state);
        }
      }
    }
    GoJson.Obj answer = GoJson.object();
    stores.forEach((id, states) -> {
      long storeId = Long.parseUnsignedLong(id);
      answer.put(
          id,
          GoJson.object()
              .put("total_flow_bytes", sum(states, bytes))
              .put("total_flow_keys", sum(states, keys))
              .put("regions_count", states.size())
              .put(
                  "statistics",
                  states.stream()
                      .map(state ->
                          GoJson.object()
                              .putUnsigned("store_id", storeId)
                              .put("is_leader", state.ledBy(storeId))
                              .putUnsigned("region_id", state.region().id())
                              .put("hot_degree", degree.of(state))
                              .put("flow_bytes", bytes.applyAsDouble(state.flow()))
                              .put("flow_keys", keys.applyAsDouble(state.flow())))
                      .toList()));
    });
    return answer;
  }

  private static double sum(List<RegionState> states, ToDoubleFunction<Flow> rate) {
    return states.stream().map(RegionState::flow).mapToDouble(rate).sum();
  }
}

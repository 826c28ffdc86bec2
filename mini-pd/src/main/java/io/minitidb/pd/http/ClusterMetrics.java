package io.minitidb.pd.http;

import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.RegionBook;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.model.StoreStats;
import io.minitidb.pd.model.StoreView;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The stores in numbers, the original's `pd_cluster_status`; of the leader alone, which hears
/// them.
///
/// @param view by what stores are judged
record ClusterMetrics(LocalMember member, Supplier<StoreView> view) {

  void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("pd_cluster_status")
        .help("how many stores are in which state, and what they have")
        .labelNames("type")
        .callback(callback -> status().forEach((type, value) -> callback.call(value, type)))
        .register(registry);
  }

  private Map<String, Double> status() {
    return new RunningCluster(member).find().map(this::count).orElse(Map.of());
  }

  private Map<String, Double> count(ClusterState cluster) {
    Map<String, Double> counts = new TreeMap<>();
    for (String state : new String[] {"up", "disconnected", "down", "offline", "tombstone"}) {
      counts.put("store_" + state + "_count", 0.0);
    }
    counts.put("store_low_space_count", 0.0);
    StoreView judge = view.get();
    Instant now = Instant.now();
    for (Store store : cluster.stores()) {
      StoreStats stats = cluster.storeBook().stats(store.id());
      String state = judge.stateName(store, now).toLowerCase(Locale.ROOT);
      counts.merge("store_" + state + "_count", 1.0, Double::sum);
      counts.merge("store_low_space_count", judge.lowOnSpace(stats) ? 1.0 : 0.0, Double::sum);
      counts.merge("storage_capacity", (double) stats.capacity(), Double::sum);
      counts.merge("storage_size", (double) stats.used(), Double::sum);
    }
    RegionBook regions = cluster.regionBook();
    counts.put("region_count", (double) regions.count());
    counts.put(
        "leader_count",
        cluster.stores().stream().mapToDouble(store -> regions.load(store.id()).leaders()).sum());
    return counts;
  }
}

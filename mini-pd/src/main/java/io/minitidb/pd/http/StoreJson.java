package io.minitidb.pd.http;

import io.minitidb.config.HumanDuration;
import io.minitidb.pd.cluster.ClusterState;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.model.StoreLoad;
import io.minitidb.pd.model.StoreStats;
import io.minitidb.pd.model.StoreView;
import io.minitidb.pd.model.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A store and its statistics as JSON.
final class StoreJson {
  private StoreJson() {}

  static GoJson.Obj store(ClusterState cluster, Store store, Instant now, StoreView view) {
    return GoJson.object()
        .put("store", meta(store, view.stateName(store, now)))
        .put(
            "status",
            status(
                store,
                cluster.storeBook().stats(store.id()),
                cluster.regionBook().load(store.id()),
                cluster.weights().of(store.id()),
                view));
  }

  private static GoJson.Obj meta(Store store, String stateName) {
    List<GoJson.Obj> labels =
        store.labels().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label ->
                GoJson.object()
                    .putNonZero("key", label.getKey())
                    .putNonZero("value", label.getValue()))
            .toList();
    return GoJson.object()
        .putNonZero("id", GoJson.unsigned(store.id()))
        .putNonZero("address", store.address())
        .putNonZero("state", store.state().number())
        .putNonZero("labels", labels)
        .putNonZero("version", store.version())
        .putNonZero("peer_address", store.peerAddress())
        .putNonZero("status_address", store.statusAddress())
        .putNonZero("git_hash", store.gitHash())
        .putNonZero("start_timestamp", store.startTimestamp())
        .putNonZero("deploy_path", store.deployPath())
        .putNonZero("last_heartbeat", store.lastHeartbeat())
        .putNonZero("physically_destroyed", store.physicallyDestroyed())
        .putNonZero("node_state", store.nodeState().number())
        .put("state_name", stateName);
  }

  private static GoJson.Obj status(
      Store store, StoreStats stats, StoreLoad load, Weight weight, StoreView view) {
    long startSeconds = stats.startTime() > 0 ? stats.startTime() : store.startTimestamp();
    GoJson.Obj status =
        GoJson.object()
            .put("capacity", GoText.size(stats.capacity()))
            .put("available", GoText.size(stats.available()))
            .put("used_size", GoText.size(stats.used()))
            .put("leader_count", load.leaders())
            .put("leader_weight", weight.leader())
            .put("leader_score", view.leaderScore(load, weight))
            .put("leader_size", load.leaderSize())
            .put("region_count", load.regions())
            .put("region_weight", weight.region())
            .put("region_score", view.regionScore(stats, load, weight))
            .put("region_size", load.regionSize())
            .putNonZero("learner_count", load.learners())
            .putNonZero("witness_count", load.witnesses())
            .putNonZero("pending_peer_count", load.pendingPeers())
            .putNonZero("slow_score", stats.slowScore())
            .putNonZero("sending_snap_count", stats.sendingSnapshots())
            .putNonZero("receiving_snap_count", stats.receivingSnapshots())
            .putNonZero("is_busy", stats.busy());
    if (startSeconds > 0) {
      status.put("start_ts", GoText.time(Instant.ofEpochSecond(startSeconds)));
    }
    status.put("last_heartbeat_ts", GoText.time(store.heartbeatTime()));
    Duration uptime = Duration.between(Instant.ofEpochSecond(startSeconds), store.heartbeatTime());
    if (startSeconds > 0 && uptime.isPositive()) {
      status.put("uptime", HumanDuration.format(uptime));
    }
    return status;
  }
}

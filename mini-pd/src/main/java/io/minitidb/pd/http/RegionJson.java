package io.minitidb.pd.http;

import io.minitidb.pd.model.Peer;
import io.minitidb.pd.model.Region;
import io.minitidb.pd.model.RegionState;
import java.util.List;

/// Regions as JSON.
final class RegionJson {
  private RegionJson() {}

  static GoJson.Obj regions(List<RegionState> regions) {
    return GoJson.object()
        .put("count", regions.size())
        .put("regions", regions.stream().map(RegionJson::region).toList());
  }

  static GoJson.Obj region(RegionState state) {
    Region region = state.region();
    return GoJson.object()
        .putUnsigned("id", region.id())
        .put("start_key", KeyText.hex(region.startKey()))
        .put("end_key", KeyText.hex(region.endKey()))
        .put(
            "epoch",
            GoJson.object()
                .putNonZero("conf_ver", region.epoch().confVersion())
                .putNonZero("version", region.epoch().version()))
        .putNonZero("peers", region.peers().stream().map(RegionJson::peer).toList())
        .put(
            "leader",
            state
                .leader()
                .map(RegionJson::peer)
                .orElseGet(() -> GoJson.object().put("role_name", "")))
        .putNonZero(
            "down_peers",
            state.downPeers().stream()
                .map(down ->
                    GoJson.object()
                        .putNonZero("down_seconds", down.seconds())
                        .put("peer", peer(down.peer())))
                .toList())
        .putNonZero("pending_peers", state.pendingPeers().stream().map(RegionJson::peer).toList())
        .putUnsigned("cpu_usage", state.cpuUsage())
        .putUnsigned("written_bytes", state.flow().bytesWritten())
        .putUnsigned("read_bytes", state.flow().bytesRead())
        .putUnsigned("written_keys", state.flow().keysWritten())
        .putUnsigned("read_keys", state.flow().keysRead())
        .putUnsigned("approximate_size", state.size())
        .putUnsigned("approximate_keys", state.keys());
  }

  private static GoJson.Obj peer(Peer peer) {
    return GoJson.object()
        .putNonZero("id", GoJson.unsigned(peer.id()))
        .putNonZero("store_id", GoJson.unsigned(peer.storeId()))
        .putNonZero("role", peer.role().number())
        .putNonZero("is_witness", peer.witness())
        .put("role_name", peer.role().text())
        .putNonZero("is_learner", peer.learner());
  }
}

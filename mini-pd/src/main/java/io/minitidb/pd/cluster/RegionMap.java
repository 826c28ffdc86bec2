package io.minitidb.pd.cluster;

import com.google.protobuf.ByteString;
import io.minitidb.pd.model.Peer;
import io.minitidb.pd.model.Region;
import io.minitidb.pd.model.RegionState;
import io.minitidb.pd.model.StoreLoad;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Regions by key and by id, and what each store has of them. No two of them overlap, whatever is
/// put: what a newcomer overlaps makes way. Looking up a key and scanning from one cost a search in
/// a tree. Not safe for use by several threads.
final class RegionMap {
  private final NavigableMap<ByteString, RegionState> byKey = new TreeMap<>(Region.KEY_ORDER);
  private final Map<Long, RegionState> byId = new HashMap<>();
  private final Map<Long, StoreLoad> loads = new HashMap<>();

  /// Returns a region that shows that `said` is out of date: the same one or one that it overlaps,
  /// with a newer epoch.
  Optional<Region> newerThan(RegionState said) {
    Region region = said.region();
    for (RegionState other : overlapped(region)) {
      if (region.epoch().version() < other.region().epoch().version()) {
        return Optional.of(other.region());
      }
    }
    return Optional.ofNullable(byId.get(region.id()))
        .filter(known ->
            region.epoch().isBehind(known.region().epoch())
                || (said.term() > 0 && said.term() < known.term()))
        .map(RegionState::region);
  }

  /// Returns the other regions that have keys of `region`, in key order.
  List<RegionState> overlapped(Region region) {
    return scan(region.startKey(), region.endKey(), 0).stream()
        .filter(other -> other.region().id() != region.id())
        .toList();
  }

  /// Takes the region in, in place of itself and of those that it overlaps.
  void put(RegionState state) {
    overlapped(state.region()).forEach(other -> remove(other.region().id()));
    remove(state.region().id());
    byKey.put(state.region().startKey(), state);
    byId.put(state.region().id(), state);
    for (Peer peer : state.region().peers()) {
      loads.merge(peer.storeId(), StoreLoad.of(state, peer), StoreLoad::plus);
    }
  }

  private void remove(long id) {
    RegionState state = byId.remove(id);
    if (state == null) {
      return;
    }
    byKey.remove(state.region().startKey());
    for (Peer peer : state.region().peers()) {
      StoreLoad left = load(peer.storeId()).minus(StoreLoad.of(state, peer));
      if (left.regions() == 0) {
        loads.remove(peer.storeId());
      } else {
        loads.put(peer.storeId(), left);
      }
    }
  }

  Optional<RegionState> find(ByteString key) {
    return Optional.ofNullable(byKey.floorEntry(key))
        .map(Map.Entry::getValue)
        .filter(state -> state.region().contains(key));
  }

  /// Returns the neighbour before the region that holds `key`; empty where there is a gap.
  Optional<RegionState> before(ByteString key) {
    return find(key)
        .map(state -> state.region().startKey())
        .flatMap(start ->
            Optional.ofNullable(byKey.lowerEntry(start))
                .map(Map.Entry::getValue)
                .filter(state -> state.region().endKey().equals(start)));
  }

  Optional<RegionState> byId(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// Returns at most `limit` regions that meet `[from, to)`, in key order; no limit when it is 0 or
  /// less. An empty `to` has no end.
  List<RegionState> scan(ByteString from, ByteString to, int limit) {
    ByteString first = find(from).map(state -> state.region().startKey()).orElse(from);
    List<RegionState> found = new ArrayList<>();
    for (RegionState state : byKey.tailMap(first, true).values()) {
      boolean beyond = !state.region().meets(from, to);
      if (beyond || (limit > 0 && found.size() >= limit)) {
        break;
      }
      found.add(state);
    }
    return found;
  }

  /// Returns all regions in key order.
  List<RegionState> all() {
    return List.copyOf(byKey.values());
  }

  int size() {
    return byId.size();
  }

  StoreLoad load(long storeId) {
    return loads.getOrDefault(storeId, StoreLoad.NONE);
  }
}

package io.minitidb.pdclient;

import java.time.Instant;
import java.util.Optional;

/// A mini-tikv with its state and statistics, as PD shows it.
///
/// @param state 0 Up, 1 Offline, 2 Tombstone
/// @param stateName finer: also `Disconnected` and `Down`, for a store that went silent
/// @param labels a JSON array of objects with `key` and `value`
/// @param capacity as people read it, `1.2TiB`; so `available`
/// @param start empty for a store that never told
/// @param uptime from its start to its last heartbeat, as people read it
public record StoreStatus(
    long id,
    String address,
    int state,
    String stateName,
    String labels,
    String version,
    String capacity,
    String available,
    Share leaders,
    Share regions,
    Optional<Instant> start,
    Optional<Instant> lastHeartbeat,
    String uptime) {

  /// What a store holds of the cluster's leaders or regions; `size` is MiB.
  public record Share(long count, double weight, double score, long size) {}
}

package io.minitidb.pd.model;

import java.util.Map;

/// What a store said in its last heartbeat.
///
/// @param capacity bytes, as `available` and `used`
/// @param startTime unix seconds
/// @param slowScore 1 is healthy, 100 is worst, 0 is unknown
/// @param cpuUsages percent of one core, by thread
public record StoreStats(
    long capacity,
    long available,
    long used,
    int regionCount,
    int sendingSnapshots,
    int receivingSnapshots,
    int applyingSnapshots,
    long startTime,
    boolean busy,
    long slowScore,
    Flow flow,
    Map<String, Long> cpuUsages) {

  public StoreStats {
    cpuUsages = Map.copyOf(cpuUsages);
  }

  /// Before the first heartbeat of this term.
  public static final StoreStats NONE =
      new StoreStats(0, 0, 0, 0, 0, 0, 0, 0, false, 0, Flow.NONE, Map.of());
}

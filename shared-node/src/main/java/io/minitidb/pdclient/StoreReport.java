package io.minitidb.pdclient;

import java.time.Instant;
import java.util.Map;

/// What a store tells with a heartbeat.
///
/// @param capacity bytes, as `available` and `used`
/// @param regions how many have a peer here
/// @param cpuUsages percent of one core, by name
public record StoreReport(
    long storeId,
    long capacity,
    long available,
    long used,
    Instant start,
    int regions,
    Traffic traffic,
    Map<String, Long> cpuUsages) {

  public StoreReport {
    cpuUsages = Map.copyOf(cpuUsages);
  }
}

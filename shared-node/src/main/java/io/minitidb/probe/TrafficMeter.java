package io.minitidb.probe;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Turns counters into rates by remembering them. Not thread-safe.
final class TrafficMeter<C extends Enum<C>> {
  private final Class<C> type;
  private Map<String, Map<C, Long>> last = Map.of();
  private boolean first = true;

  TrafficMeter(Class<C> type) {
    this.type = type;
  }

  /// @param now the counters of each device
  /// @param seconds since the last call; for the first one, since boot
  List<Traffic<C>> measure(Map<String, Map<C, Long>> now, double seconds) {
    List<Traffic<C>> traffic = new ArrayList<>(now.size());
    now.forEach((device, totals) -> {
      // A device that comes later may bring its counters along: renamed, or moved to a container.
      Map<C, Long> before = last.getOrDefault(device, first ? Map.of() : totals);
      Map<C, Double> rates = new EnumMap<>(type);
      totals.forEach((counter, total) ->
          rates.put(counter, rate(total - before.getOrDefault(counter, 0L), seconds)));
      traffic.add(new Traffic<>(device, totals, rates));
    });
    last = now;
    first = false;
    return traffic;
  }

  /// A counter that went back (it was reset, or the device was replaced) has no meaningful rate.
  private static double rate(long grown, double seconds) {
    return grown < 0 || seconds <= 0 ? 0 : grown / seconds;
  }
}

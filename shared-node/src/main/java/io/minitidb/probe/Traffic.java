package io.minitidb.probe;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What went through a device.
///
/// @param totals counters since boot
/// @param rates what they grew by per second over the last sampling interval
public record Traffic<C extends Enum<C>>(String device, Map<C, Long> totals, Map<C, Double> rates) {

  public Traffic {
    totals = Collections.unmodifiableMap(totals.isEmpty() ? Map.of() : new EnumMap<>(totals));
    rates = Collections.unmodifiableMap(rates.isEmpty() ? Map.of() : new EnumMap<>(rates));
  }

  public long total(C counter) {
    return totals.getOrDefault(counter, 0L);
  }

  public double rate(C counter) {
    return rates.getOrDefault(counter, 0.0);
  }
}

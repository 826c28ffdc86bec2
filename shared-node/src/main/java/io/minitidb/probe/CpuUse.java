package io.minitidb.probe;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// The processors over one sampling interval.
///
/// @param load1 runnable tasks, averaged over a minute; `load5` and `load15` over more
/// @param busy the fraction in use, 0 to 1, of what this node may use: of its control group's quota
///   when it has one, else of the machine
/// @param states fractions of the machine's time, 0 to 1; without the guests they add up to 1
public record CpuUse(
    double load1, double load5, double load15, double busy, Map<CpuState, Double> states) {

  public CpuUse {
    EnumMap<CpuState, Double> copy = new EnumMap<>(CpuState.class);
    copy.putAll(states);
    states = Collections.unmodifiableMap(copy);
  }

  public double fraction(CpuState state) {
    return states.getOrDefault(state, 0.0);
  }
}

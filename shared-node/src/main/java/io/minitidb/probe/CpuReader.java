package io.minitidb.probe;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Reads how busy the processors were since it was asked last, from `/proc/stat`, `/proc/loadavg`
/// and the control group. Not thread-safe.
final class CpuReader {
  private final ProcFiles files;
  private final ControlGroup group;
  private long[] last = new long[CpuState.COLUMNS.size()];
  private long lastGroupNanos;
  private long lastTime;

  CpuReader(ProcFiles files, ControlGroup group) {
    this.files = files;
    this.group = group;
  }

  /// @param nanoTime of some clock that never goes back
  CpuUse read(long nanoTime) {
    Map<CpuState, Double> states = states();
    double idle = 0;
    for (Map.Entry<CpuState, Double> state : states.entrySet()) {
      idle += state.getKey().isIdle() ? state.getValue() : 0;
    }
    double busy = groupBusy(nanoTime).orElse(states.isEmpty() ? 0 : 1 - idle);
    String[] loads = files.text("proc/loadavg").orElse("0 0 0").split(" ", 4);
    return new CpuUse(
        Double.parseDouble(loads[0]),
        Double.parseDouble(loads[1]),
        Double.parseDouble(loads[2]),
        Math.clamp(busy, 0.0, 1.0),
        states);
  }

  private Map<CpuState, Double> states() {
    long[] now = new long[CpuState.COLUMNS.size()];
    String first = files.lines("proc/stat").stream().findFirst().orElse("");
    String[] columns = first.split(" +");
    for (int i = 1; i < Math.min(columns.length, now.length + 1); i++) {
      now[i - 1] = Long.parseLong(columns[i]);
    }
    Map<CpuState, Double> ticks = new EnumMap<>(CpuState.class);
    double total = 0;
    for (int i = 0; i < now.length; i++) {
      CpuState state = CpuState.COLUMNS.get(i);
      // Time waited for I/O may go back, and so does all of it when a processor is unplugged.
      double grown = Math.max(0, now[i] - last[i]);
      ticks.put(state, grown);
      total += state.isGuest() ? 0 : grown;
    }
    last = now;
    double all = total;
    if (all == 0) {
      return Map.of();
    }
    ticks.replaceAll((state, grown) -> grown / all);
    return ticks;
  }

  private Optional<Double> groupBusy(long nanoTime) {
    Optional<ControlGroup.CpuQuota> quota = group.cpu();
    if (quota.isEmpty()) {
      return Optional.empty();
    }
    long used = quota.get().usedNanos() - lastGroupNanos;
    double possible = quota.get().cores() * (nanoTime - lastTime);
    boolean first = lastGroupNanos == 0;
    lastGroupNanos = quota.get().usedNanos();
    lastTime = nanoTime;
    return first || possible <= 0 ? Optional.empty() : Optional.of(Math.max(0, used) / possible);
  }
}

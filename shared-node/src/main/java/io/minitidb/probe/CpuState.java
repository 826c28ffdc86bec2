package io.minitidb.probe;

import java.util.List;
import java.util.Locale;

/// What the processors spend their time on, in the order in which tables show it.
public enum CpuState {
  /// Includes GUEST.
  USER,
  SYSTEM,
  IDLE,
  /// Includes GUEST_NICE.
  NICE,
  IOWAIT,
  IRQ,
  SOFTIRQ,
  STEAL,
  GUEST,
  GUEST_NICE;

  /// The order of the columns of `/proc/stat`.
  static final List<CpuState> COLUMNS =
      List.of(USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, GUEST, GUEST_NICE);

  private final String text = name().toLowerCase(Locale.ROOT);

  /// Returns the name in tables.
  public String text() {
    return text;
  }

  boolean isIdle() {
    return this == IDLE || this == IOWAIT;
  }

  /// Returns whether this time is counted in another state as well.
  boolean isGuest() {
    return this == GUEST || this == GUEST_NICE;
  }
}

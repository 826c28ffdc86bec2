package io.minitidb.memtable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/// Between moments and what the clocks of a zone show, where an hour may be missing or be there
/// twice. Moments are microseconds since the epoch.
final class LocalTimes {
  private final ZoneRules rules;

  LocalTimes(ZoneId zone) {
    this.rules = zone.getRules();
  }

  /// Returns the first moment at which clocks show `local` or, if they skip it, more than that.
  long first(LocalDateTime local) {
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    return offsets.isEmpty()
        ? micros(rules.getTransition(local).getInstant())
        : micros(local.toInstant(offsets.getFirst()));
  }

  /// Returns the last moment at which clocks show `local` or, if they skip it, less than that.
  long last(LocalDateTime local) {
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    return offsets.isEmpty()
        ? micros(rules.getTransition(local).getInstant())
        : micros(local.toInstant(offsets.getLast()));
  }

  /// Returns the latest time that clocks have shown up to a moment, or somewhat later.
  LocalDateTime latest(long micros) {
    LocalDateTime local = local(micros);
    ZoneOffsetTransition transition = rules.getTransition(local);
    return transition == null || transition.isGap() ? local : transition.getDateTimeBefore();
  }

  /// Returns the earliest time that clocks will show from a moment on, or somewhat earlier.
  LocalDateTime earliest(long micros) {
    LocalDateTime local = local(micros);
    ZoneOffsetTransition transition = rules.getTransition(local);
    return transition == null || transition.isGap() ? local : transition.getDateTimeAfter();
  }

  private LocalDateTime local(long micros) {
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L);
    return LocalDateTime.ofInstant(instant, rules.getOffset(instant));
  }

  static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000), instant.getNano() / 1000);
  }
}

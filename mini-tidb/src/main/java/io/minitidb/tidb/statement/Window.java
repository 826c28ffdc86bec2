package io.minitidb.tidb.statement;

import java.time.Duration;
import java.time.Instant;

/// A stretch of time over which statements are summed.
public record Window(Instant begin, Instant end) {

  /// Returns the window that `now` is in, when windows are that long and the first began with 1970.
  static Window at(Instant now, Duration length) {
    long seconds = length.toSeconds();
    long begin = now.getEpochSecond() - Math.floorMod(now.getEpochSecond(), seconds);
    return new Window(Instant.ofEpochSecond(begin), Instant.ofEpochSecond(begin + seconds));
  }

  /// Returns this window, or one with the same begin and another length.
  Window lasting(Duration length) {
    return begin.plus(length).equals(end) ? this : new Window(begin, begin.plus(length));
  }

  boolean contains(Instant moment) {
    return !moment.isBefore(begin) && moment.isBefore(end);
  }
}

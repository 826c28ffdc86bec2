package io.minitidb.memtable;

import java.time.Instant;

/// The time that a tick of history stands for. A source of facts for tables of what happened, which
/// otherwise would be kept once with every tick.
///
/// @param after the tick before
/// @param until this one
public record TickWindow(Instant after, Instant until) {

  public boolean contains(Instant moment) {
    return moment.isAfter(after) && !moment.isAfter(until);
  }
}

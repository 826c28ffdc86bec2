package io.minitidb.history;

import io.minitidb.cop.data.Batch;
import java.util.Map;

/// What a node was at one moment: the rows of its tables.
///
/// @param moment microseconds since the epoch by the node's clock, but always after the tick before
/// @param before the moment of the tick before, 0 for the first
/// @param time what the clock said
/// @param rows by the names of the histories
public record Tick(long moment, long before, long time, Map<String, Batch> rows) {
  public Tick {
    rows = Map.copyOf(rows);
  }
}

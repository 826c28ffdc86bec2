package io.minitidb.tikv.history;

import io.minitidb.memtable.MemTables;
import io.minitidb.tikv.engine.RocksEngine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Looks at the history that a store has left.
public final class KeptSamples {
  private KeptSamples() {}

  /// Returns whether there is a tick from before `time`.
  public static boolean before(RocksEngine engine, Instant time) {
    long from = new HistoryStore(engine, MemTables.load().kept()).span().from();
    return from != 0 && from < ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}

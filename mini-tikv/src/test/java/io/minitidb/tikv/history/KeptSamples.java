package io.minitidb.tikv.history;

import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.RocksEngine;
import java.time.Instant;

/// Looks at the samples that a store has left.
public final class KeptSamples {
  private KeptSamples() {}

  /// Returns whether there is one from before `time`.
  public static boolean before(RocksEngine engine, Instant time) {
    HistoryKey machine = new HistoryKey(1);
    return engine.last(ColumnFamily.HISTORY, machine.first(), machine.at(time)).isPresent();
  }
}

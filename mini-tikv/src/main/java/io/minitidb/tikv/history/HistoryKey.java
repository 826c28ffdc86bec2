package io.minitidb.tikv.history;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Keys of history: `t`, table id, `_r`, time in microseconds; the numbers so arranged that byte
/// order is their order.
record HistoryKey(long tableId) {

  byte[] at(Instant time) {
    return at(ChronoUnit.MICROS.between(Instant.EPOCH, time));
  }

  private byte[] at(long micros) {
    return ByteBuffer.allocate(19)
        .put((byte) 't')
        .putLong(tableId ^ Long.MIN_VALUE)
        .put((byte) '_')
        .put((byte) 'r')
        .putLong(micros ^ Long.MIN_VALUE)
        .array();
  }

  byte[] first() {
    return at(Long.MIN_VALUE);
  }

  byte[] last() {
    return at(Long.MAX_VALUE);
  }

  /// Returns the time in a key that [#at] made.
  static Instant time(byte[] key) {
    long micros = ByteBuffer.wrap(key).getLong(11) ^ Long.MIN_VALUE;
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}

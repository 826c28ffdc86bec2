package io.minitidb.tikv.history;

import java.nio.ByteBuffer;

/// Keys of history: `t`, the table's number, `_r`, the origin's number, the first moment of the
/// block in microseconds; the numbers so arranged that byte order is their order.
///
/// @param origin not negative
record HistoryKey(long table, int origin) {
  private static final int SIZE = 23;

  byte[] at(long moment) {
    return key(origin, moment);
  }

  private byte[] key(int number, long moment) {
    return ByteBuffer.allocate(SIZE)
        .put((byte) 't')
        .putLong(table ^ Long.MIN_VALUE)
        .put((byte) '_')
        .put((byte) 'r')
        .putInt(number)
        .putLong(moment ^ Long.MIN_VALUE)
        .array();
  }

  byte[] first() {
    return at(Long.MIN_VALUE);
  }

  /// Returns the key behind all of this origin.
  byte[] end() {
    return key(origin + 1, Long.MIN_VALUE);
  }

  /// Returns the key behind `moment`.
  byte[] behind(long moment) {
    return moment == Long.MAX_VALUE ? end() : at(moment + 1);
  }

  /// Returns the moment in a key that [#at] made.
  static long moment(byte[] key) {
    return ByteBuffer.wrap(key).getLong(SIZE - Long.BYTES) ^ Long.MIN_VALUE;
  }
}

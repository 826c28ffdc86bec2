package io.minitidb.tikv.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes of a block while it is written. Little endian.
final class BlockOut {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[512];
  private int size;

  int size() {
    return size;
  }

  private int reserve(int length) {
    int from = size;
    size += length;
    // Eight more than needed, since bits are written a word at a time.
    if (size + Long.BYTES > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + Long.BYTES, 2 * bytes.length));
    }
    return from;
  }

  BlockOut put(int value) {
    int at = reserve(1);
    bytes[at] = (byte) value;
    return this;
  }

  BlockOut word(long value) {
    int at = reserve(Long.BYTES);
    LONGS.set(bytes, at, value);
    return this;
  }

  BlockOut bytes(byte[] source, int from, int length) {
    int at = reserve(length);
    System.arraycopy(source, from, bytes, at, length);
    return this;
  }

  /// Seven bits a byte, the lowest first.
  BlockOut varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      put((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    return put((int) rest);
  }

  BlockOut signed(long value) {
    return varint(value << 1 ^ value >> 63);
  }

  /// The lowest `width` bits, at most 56, of `values[i] - base`, one behind the other.
  BlockOut bits(long[] values, int from, int to, long base, int width) {
    int at = reserve(Math.toIntExact(((long) (to - from) * width + 7) >>> 3));
    long bit = 0;
    for (int i = from; i < to; i++) {
      int place = at + (int) (bit >>> 3);
      long word = (long) LONGS.get(bytes, place);
      LONGS.set(bytes, place, word | values[i] - base << (bit & 7));
      bit += width;
    }
    return this;
  }

  /// Returns the bytes, with a word of zeros behind them: bits are read a word at a time.
  byte[] done() {
    return Arrays.copyOf(bytes, size + Long.BYTES);
  }
}

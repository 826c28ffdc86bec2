package io.minitidb.tikv.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads what [BlockOut] wrote. A damaged block ends in an IndexOutOfBoundsException at worst.
final class BlockIn {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int position;

  BlockIn(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  int position() {
    return position;
  }

  byte[] array() {
    return bytes;
  }

  void skip(int length) {
    position += length;
  }

  int get() {
    return bytes[position++] & 0xFF;
  }

  long word() {
    long value = (long) LONGS.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes[position++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of a history block has no end");
  }

  /// Returns a number that counts something in a block.
  int count() {
    long value = varint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a history block counts " + value);
    }
    return (int) value;
  }

  long signed() {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  void words(long[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = (long) LONGS.get(bytes, position + ((i - from) << 3));
    }
    position += (to - from) << 3;
  }

  /// Reads what [BlockOut#bits] wrote.
  void bits(long[] out, int from, int to, long base, int width) {
    long mask = -1L >>> (Long.SIZE - width);
    byte[] in = bytes;
    int start = position;
    int bit = 0;
    for (int i = from; i < to; i++) {
      out[i] = base + ((long) LONGS.get(in, start + (bit >>> 3)) >>> (bit & 7) & mask);
      bit += width;
    }
    position += bit + 7 >>> 3;
  }
}

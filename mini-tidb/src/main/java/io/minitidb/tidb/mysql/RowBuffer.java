package io.minitidb.tidb.mysql;

import io.minitidb.cop.data.Vector;
import java.util.Arrays;

/// The payload of one row in an array of its own, which is filled several times faster than a
/// buffer of the transport. Used again for the next row.
final class RowBuffer implements Vector.BytesSink {
  private static final int LONGEST_LENGTH = 9;
  private static final int LONGEST_NUMBER = 20;

  /// 1, 10, 100 and so on, all that a long holds.
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = 10 * POWERS[i - 1];
    }
  }

  private byte[] bytes = new byte[512];
  private int size;

  void clear() {
    size = 0;
  }

  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
    }
  }

  RowBuffer oneByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /// Appends zeros and returns where they begin.
  int zeros(int count) {
    room(count);
    Arrays.fill(bytes, size, size + count, (byte) 0);
    size += count;
    return size - count;
  }

  void setBit(int at, int bit) {
    bytes[at + (bit >> 3)] |= (byte) (1 << (bit & 7));
  }

  /// Appends the lowest bytes of `value`, the lowest first.
  RowBuffer little(long value, int count) {
    room(count);
    for (int i = 0; i < count; i++) {
      bytes[size++] = (byte) (value >>> 8 * i);
    }
    return this;
  }

  private void length(int length) {
    if (length < 251) {
      oneByte(length);
    } else if (length < 1 << 16) {
      oneByte(0xFC).little(length, 2);
    } else if (length < 1 << 24) {
      oneByte(0xFD).little(length, 3);
    } else {
      oneByte(0xFE).little(length, 8);
    }
  }

  /// Appends bytes with their length before them.
  @Override
  public void accept(byte[] array, int offset, int length) {
    room(length + LONGEST_LENGTH);
    length(length);
    System.arraycopy(array, offset, bytes, size, length);
    size += length;
  }

  /// Appends text of digits and signs with its length before it.
  void ascii(String text) {
    int length = text.length();
    room(length + LONGEST_LENGTH);
    length(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  /// Appends the decimal digits of an integer with their length before them.
  void decimal(long value, boolean unsigned) {
    if (value == Long.MIN_VALUE || value < 0 && unsigned) {
      ascii(unsigned ? Long.toUnsignedString(value) : Long.toString(value));
      return;
    }
    room(LONGEST_NUMBER + 1);
    long rest = Math.abs(value);
    int digits = digits(rest) + (value < 0 ? 1 : 0);
    bytes[size++] = (byte) digits;
    int at = size + digits;
    size = at;
    while (rest >= 100) {
      long hundreds = rest / 100;
      int two = (int) (rest - hundreds * 100);
      bytes[--at] = (byte) ('0' + two % 10);
      bytes[--at] = (byte) ('0' + two / 10);
      rest = hundreds;
    }
    bytes[--at] = (byte) ('0' + rest % 10);
    if (rest >= 10) {
      bytes[--at] = (byte) ('0' + rest / 10);
    }
    if (value < 0) {
      bytes[--at] = '-';
    }
  }

  /// Returns how many decimal digits a number has that is not negative. A bit is 0.301 digits.
  private static int digits(long value) {
    int about = (Long.SIZE - Long.numberOfLeadingZeros(value)) * 1233 >>> 12;
    return about < POWERS.length && value >= POWERS[about] ? about + 1 : Math.max(about, 1);
  }
}

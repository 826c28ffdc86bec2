package io.minitidb.cop.exec;

import io.minitidb.cop.data.Vector;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The key values of one row as bytes: equal bytes are equal keys, whatever the scale of a decimal,
/// the sign of an integer type or the kind of a time. NULLs are equal to each other.
record RowKey(byte[] bytes) {

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowKey key && Arrays.equals(bytes, key.bytes);
  }

  /// Makes keys of rows; reuses its buffer, hence not thread-safe.
  static final class Reader {
    private static final byte NULL = 0;
    private static final byte VALUE = 1;
    private static final byte ABOVE_LONG = 2;

    private ByteBuffer buffer = ByteBuffer.allocate(64);

    /// Returns the bytes that [#fill] wrote, from 0.
    byte[] buffer() {
      return buffer.array();
    }

    RowKey read(Vector[] keys, int row) {
      int length = fill(keys, row);
      return new RowKey(Arrays.copyOf(buffer.array(), length));
    }

    /// Writes the key of `row` to the buffer and returns its length.
    int fill(Vector[] keys, int row) {
      buffer.clear();
      for (Vector key : keys) {
        if (key.isNull(row)) {
          reserve(1).put(NULL);
        } else {
          put(key, row);
        }
      }
      return buffer.position();
    }

    private void put(Vector key, int row) {
      switch (key.type().kind()) {
        case INT -> {
          long value = key.getLong(row);
          reserve(9).put(key.type().unsigned() && value < 0 ? ABOVE_LONG : VALUE).putLong(value);
        }
        case REAL ->
            reserve(9)
                .put(VALUE)
                .putLong(Double.doubleToLongBits(key.getDouble(row) + 0.0)); // no -0.0
        case TIME ->
            reserve(9).put(VALUE).putLong(key.getLong(row) >>> 4); // the low bits are the kind
        case DURATION -> reserve(9).put(VALUE).putLong(key.getLong(row));
        case DECIMAL -> {
          BigDecimal value = key.getDecimal(row).stripTrailingZeros();
          byte[] digits = value.unscaledValue().toByteArray();
          text(digits, 0, digits.length);
          reserve(4).putInt(value.scale());
        }
        case STRING -> {
          byte[] bytes = key.collationKey(row);
          text(bytes, 0, bytes.length);
        }
        case JSON -> key.bytes(row, this::text);
      }
    }

    private void text(byte[] source, int from, int length) {
      reserve(5 + length).put(VALUE).putInt(length).put(source, from, length);
    }

    private ByteBuffer reserve(int size) {
      if (buffer.remaining() < size) {
        ByteBuffer larger =
            ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + size));
        buffer = larger.put(buffer.flip());
      }
      return buffer;
    }
  }
}

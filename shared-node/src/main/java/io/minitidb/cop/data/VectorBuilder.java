package io.minitidb.cop.data;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Appends values one by one and builds a [Vector]. Reusable after [#build()]. Not thread-safe.
public final class VectorBuilder {
  private final Type type;
  private final int width;
  private byte[] bitmap;
  private byte[] data;
  private long[] ends;
  private int rows;
  private int nulls;
  private int size;

  public VectorBuilder(Type type, int expectedRows) {
    this.type = type;
    this.width = type.kind().width();
    int capacity = Math.max(8, expectedRows);
    this.bitmap = new byte[(capacity + 7) >>> 3];
    this.data = new byte[capacity * (width > 0 ? width : 16)];
    this.ends = width > 0 ? new long[0] : new long[capacity];
  }

  public Type type() {
    return type;
  }

  public int rows() {
    return rows;
  }

  /// Returns how many bytes the values so far have.
  public int bytes() {
    return size;
  }

  public void appendNull() {
    nulls++;
    if (width > 0) {
      int from = reserve(width);
      Arrays.fill(data, from, from + width, (byte) 0);
    }
    endRow(false);
  }

  public void appendLong(long value) {
    int at = reserve(8);
    Vector.LONGS.set(data, at, value);
    endRow(true);
  }

  /// Appends the first `count` of `values`, none of them NULL.
  public void appendLongs(long[] values, int count) {
    int at = reserve(8 * count);
    ByteBuffer.wrap(data, at, 8 * count)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .put(0, values, 0, count);
    for (int i = 0; i < count; i++) {
      markNotNull(rows + i);
    }
    rows += count;
  }

  private void markNotNull(int row) {
    int at = row >>> 3;
    if (at == bitmap.length) {
      bitmap = Arrays.copyOf(bitmap, bitmap.length * 2);
    }
    bitmap[at] |= (byte) (1 << (row & 7));
  }

  public void appendDouble(double value) {
    int at = reserve(8);
    Vector.DOUBLES.set(data, at, value);
    endRow(true);
  }

  public void appendBoolean(boolean value) {
    appendLong(value ? 1 : 0);
  }

  /// Appends a decimal rounded half up to the scale of the type.
  public void appendDecimal(BigDecimal value) {
    int at = reserve(DecimalCodec.WIDTH);
    DecimalCodec.encode(value, type.decimals(), data, at);
    endRow(true);
  }

  public void appendString(@Nullable String value) {
    if (value == null) {
      appendNull();
    } else {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      appendBytes(utf8, 0, utf8.length);
    }
  }

  public void appendBytes(byte[] source, int from, int length) {
    int at = reserve(length);
    System.arraycopy(source, from, data, at, length);
    endRow(true);
  }

  /// Appends one row of a vector of the same kind; a decimal takes the scale of this type.
  public void append(Vector source, int row) {
    if (source.isNull(row)) {
      appendNull();
    } else if (width == 8) {
      appendLong(source.getLong(row));
    } else if (width > 0 && source.type().decimals() != type.decimals()) {
      appendDecimal(source.getDecimal(row));
    } else if (width > 0) {
      int from = source.dataStart() + (source.isConstant() ? 0 : row) * width;
      appendBytes(source.array(), from, width);
    } else {
      int from = source.offset(row);
      appendBytes(source.array(), from, source.endOffset(row) - from);
    }
  }

  /// Returns where `length` more bytes go. May replace `data`, so it is called before `data` is
  /// read.
  private int reserve(int length) {
    int from = size;
    size = Math.addExact(size, length);
    if (size > data.length) {
      data =
          Arrays.copyOf(
              data, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(size, data.length * 2L)));
    }
    return from;
  }

  private void endRow(boolean notNull) {
    int at = rows >>> 3;
    if (at == bitmap.length) {
      bitmap = Arrays.copyOf(bitmap, bitmap.length * 2);
    }
    int bit = 1 << (rows & 7);
    bitmap[at] = (byte) (notNull ? bitmap[at] | bit : bitmap[at] & ~bit);
    if (width < 0) {
      if (rows == ends.length) {
        ends = Arrays.copyOf(ends, ends.length * 2);
      }
      ends[rows] = size;
    }
    rows++;
  }

  /// Returns the rows so far as a vector and starts anew.
  public Vector build() {
    return build(false);
  }

  /// Returns the single appended row as a constant.
  public Vector buildConstant() {
    if (rows != 1) {
      throw new IllegalStateException("a constant has one row, not " + rows);
    }
    return build(true);
  }

  private Vector build(boolean constant) {
    int bitmapSize = nulls > 0 ? (rows + 7) >>> 3 : 0;
    int offsetsSize = width < 0 ? 8 * (rows + 1) : 0;
    byte[] bytes = new byte[Vector.HEADER + bitmapSize + offsetsSize + size];
    Vector.INTS.set(bytes, 0, rows);
    Vector.INTS.set(bytes, 4, nulls);
    System.arraycopy(bitmap, 0, bytes, Vector.HEADER, bitmapSize);
    int position = Vector.HEADER + bitmapSize;
    if (width < 0) {
      for (int row = 0; row < rows; row++) {
        Vector.LONGS.set(bytes, position + 8 * (row + 1), ends[row]);
      }
      position += offsetsSize;
    }
    System.arraycopy(data, 0, bytes, position, size);
    rows = 0;
    nulls = 0;
    size = 0;
    return Vector.built(type, bytes, constant);
  }
}

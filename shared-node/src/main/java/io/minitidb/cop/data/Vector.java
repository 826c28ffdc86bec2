package io.minitidb.cop.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One column of a batch, held as the very bytes that TiDB's chunk encoding sends: row count, null
/// count, bitmap (1 = not null, only when there are nulls), offsets (only for kinds of varying
/// width), data; all little endian. Immutable; may share its array.
///
/// A constant is a vector of one stored row that answers for any row.
public final class Vector {
  static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle DOUBLES =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  static final int HEADER = 8;

  private final Type type;
  private final byte[] bytes;
  private final int start;
  private final int end;
  private final int stored;
  private final int nulls;
  private final int mask;
  private final int bitmap;
  private final int offsets;
  private final int data;

  private Vector(Type type, byte[] bytes, int start, int mask) {
    this.type = type;
    this.bytes = bytes;
    this.start = start;
    this.mask = mask;
    this.stored = readInt(bytes, start);
    this.nulls = readInt(bytes, start + 4);
    check(nulls <= stored);
    int width = type.kind().width();
    int position = start + HEADER;
    this.bitmap = position;
    if (nulls > 0) {
      position = Math.addExact(position, (stored + 7) >>> 3);
    }
    this.offsets = position;
    long size = (long) width * stored;
    if (width < 0) {
      position = Math.toIntExact(position + 8L * (stored + 1L));
      check(position <= bytes.length);
      size = (long) LONGS.get(bytes, position - 8);
    }
    this.data = position;
    check(size >= 0 && size <= bytes.length - (long) position);
    this.end = (int) (position + size);
  }

  private static int readInt(byte[] bytes, int at) {
    check(at >= 0 && at + 4 <= bytes.length);
    int value = (int) INTS.get(bytes, at);
    check(value >= 0);
    return value;
  }

  private static void check(boolean sound) {
    if (!sound) {
      throw new IllegalArgumentException("malformed chunk: a column does not fit its bytes");
    }
  }

  /// Reads the column that begins at `start`; [#end()] tells where the next one begins. The array
  /// is shared, not copied.
  ///
  /// @throws IllegalArgumentException when the bytes do not hold such a column
  public static Vector decode(Type type, byte[] bytes, int start) {
    Vector vector = new Vector(type, bytes, start, -1);
    vector.checkOffsets();
    vector.checkDecimals();
    return vector;
  }

  /// Makes a column of the first `rows` of `words`, none of them NULL: integers, or the bits of
  /// floating point numbers or times.
  public static Vector of(Type type, long[] words, int rows) {
    byte[] bytes = new byte[HEADER + (rows << 3)];
    INTS.set(bytes, 0, rows);
    ByteBuffer.wrap(bytes, HEADER, rows << 3)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .put(0, words, 0, rows);
    return new Vector(type, bytes, 0, -1);
  }

  static Vector built(Type type, byte[] bytes, boolean constant) {
    return new Vector(type, bytes, 0, constant ? 0 : -1);
  }

  private void checkOffsets() {
    if (type.kind().width() < 0) {
      long last = 0;
      for (int row = 0; row <= stored; row++) {
        long next = (long) LONGS.get(bytes, offsets + 8 * row);
        check(next >= last && (row > 0 || next == 0));
        last = next;
      }
    }
  }

  private void checkDecimals() {
    for (int row = 0; row < stored && type.kind() == Kind.DECIMAL; row++) {
      check(isNull(row) || DecimalCodec.isSound(bytes, data + row * DecimalCodec.WIDTH));
    }
  }

  public Type type() {
    return type;
  }

  /// Returns the number of stored rows; 1 for a constant.
  public int rows() {
    return stored;
  }

  public boolean isConstant() {
    return mask == 0;
  }

  /// Returns whether no row is null, so that a loop may skip the test.
  public boolean isDense() {
    return nulls == 0;
  }

  public boolean isNull(int row) {
    int r = row & mask;
    return nulls > 0 && (bytes[bitmap + (r >>> 3)] >>> (r & 7) & 1) == 0;
  }

  /// Returns an integer, the bits of a time (see [CoreTime]), or the nanoseconds of a duration.
  public long getLong(int row) {
    return (long) LONGS.get(bytes, data + ((row & mask) << 3));
  }

  public double getDouble(int row) {
    return (double) DOUBLES.get(bytes, data + ((row & mask) << 3));
  }

  /// Copies the 8 bytes of each of the first `rows` rows to `target`, those of NULLs too. A loop
  /// over an array is vectorised by the compiler, one over [#getLong] is not.
  public void copyLongs(long[] target, int rows) {
    if (isConstant()) {
      Arrays.fill(target, 0, rows, getLong(0));
    } else {
      words().asLongBuffer().get(0, target, 0, rows);
    }
  }

  /// Copies the first `rows` doubles to `target`; for a NULL there is any value.
  public void copyDoubles(double[] target, int rows) {
    if (isConstant()) {
      Arrays.fill(target, 0, rows, getDouble(0));
    } else {
      words().asDoubleBuffer().get(0, target, 0, rows);
    }
  }

  private ByteBuffer words() {
    return ByteBuffer.wrap(bytes, data, stored << 3).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  public BigDecimal getDecimal(int row) {
    return DecimalCodec.decode(bytes, data + (row & mask) * DecimalCodec.WIDTH);
  }

  public String getString(int row) {
    int from = offset(row);
    return new String(bytes, from, endOffset(row) - from, StandardCharsets.UTF_8);
  }

  public byte[] getBytes(int row) {
    int from = offset(row);
    return Arrays.copyOfRange(bytes, from, endOffset(row));
  }

  /// Takes the bytes of one value without their being copied; must not change them.
  @FunctionalInterface
  public interface BytesSink {
    void accept(byte[] array, int offset, int length);
  }

  /// Gives `sink` the UTF-8 bytes of a string or JSON text.
  public void bytes(int row, BytesSink sink) {
    int from = offset(row);
    sink.accept(bytes, from, endOffset(row) - from);
  }

  /// Compares two strings or JSON texts as unsigned bytes, which is the order of utf8mb4_bin.
  public int compareBytes(int row, Vector other, int otherRow) {
    return Arrays.compareUnsigned(
        bytes,
        offset(row),
        endOffset(row),
        other.bytes,
        other.offset(otherRow),
        other.endOffset(otherRow));
  }

  /// Returns bytes that are equal for strings that the type's collation calls equal.
  public byte[] collationKey(int row) {
    return type.collation().key(bytes, offset(row), endOffset(row));
  }

  /// Compares two strings by a collation.
  public int compareText(int row, Vector other, int otherRow, Collation collation) {
    return collation.compare(
        bytes,
        offset(row),
        endOffset(row),
        other.bytes,
        other.offset(otherRow),
        other.endOffset(otherRow));
  }

  byte[] array() {
    return bytes;
  }

  int dataStart() {
    return data;
  }

  /// Returns where the bytes of a value of varying width begin in [#array()].
  int offset(int row) {
    return data + (int) (long) LONGS.get(bytes, offsets + ((row & mask) << 3));
  }

  int endOffset(int row) {
    return data + (int) (long) LONGS.get(bytes, offsets + (((row & mask) + 1) << 3));
  }

  /// Returns the size of the wire form in bytes.
  public int size() {
    return end - start;
  }

  /// Returns the position behind this column in the array that it was decoded from.
  public int end() {
    return end;
  }

  /// Copies the wire form into `target` and returns the position behind it. Not for a constant, see
  /// [Batch#of].
  public int encode(byte[] target, int position) {
    System.arraycopy(bytes, start, target, position, size());
    return position + size();
  }
}

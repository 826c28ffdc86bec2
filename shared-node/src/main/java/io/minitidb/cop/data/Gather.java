package io.minitidb.cop.data;

/// Picks rows of a vector.
public final class Gather {
  private Gather() {}

  /// Returns the first `count` of `selected` rows of `source`; a negative number stands for NULL.
  public static Vector rows(Vector source, int[] selected, int count) {
    if (source.type().kind().width() == 8 && source.isDense() && !anyNegative(selected, count)) {
      return words(source, selected, count);
    }
    if (source.type().kind().width() < 0) {
      return texts(source, selected, count);
    }
    VectorBuilder out = new VectorBuilder(source.type(), count);
    for (int i = 0; i < count; i++) {
      if (selected[i] < 0) {
        out.appendNull();
      } else {
        out.append(source, selected[i]);
      }
    }
    return out.build();
  }

  /// Returns `count` rows of `source` from `from` on.
  static Vector range(Vector source, int from, int count) {
    if (source.type().kind().width() == 8 && source.isDense() && !source.isConstant()) {
      byte[] bytes = new byte[Vector.HEADER + 8 * count];
      Vector.INTS.set(bytes, 0, count);
      int start = source.dataStart() + 8 * from;
      System.arraycopy(source.array(), start, bytes, Vector.HEADER, 8 * count);
      return Vector.built(source.type(), bytes, false);
    }
    VectorBuilder out = new VectorBuilder(source.type(), count);
    for (int row = from; row < from + count; row++) {
      out.append(source, row);
    }
    return out.build();
  }

  private static boolean anyNegative(int[] selected, int count) {
    int all = 0;
    for (int i = 0; i < count; i++) {
      all |= selected[i];
    }
    return all < 0;
  }

  private static Vector words(Vector source, int[] selected, int count) {
    byte[] bytes = new byte[Vector.HEADER + 8 * count];
    Vector.INTS.set(bytes, 0, count);
    byte[] from = source.array();
    int start = source.dataStart();
    int all = source.isConstant() ? 0 : -1;
    for (int i = 0; i < count; i++) {
      long word = (long) Vector.LONGS.get(from, start + ((selected[i] & all) << 3));
      Vector.LONGS.set(bytes, Vector.HEADER + 8 * i, word);
    }
    return Vector.built(source.type(), bytes, false);
  }

  /// Looks at the rows twice, so that each text is copied once, to its place.
  private static Vector texts(Vector source, int[] selected, int count) {
    int nulls = 0;
    long size = 0;
    for (int i = 0; i < count; i++) {
      int row = selected[i];
      if (row < 0 || source.isNull(row)) {
        nulls++;
      } else {
        size += source.endOffset(row) - source.offset(row);
      }
    }
    int bitmap = nulls > 0 ? (count + 7) >>> 3 : 0;
    int offsets = Vector.HEADER + bitmap;
    int data = offsets + 8 * (count + 1);
    byte[] bytes = new byte[Math.toIntExact(data + size)];
    Vector.INTS.set(bytes, 0, count);
    Vector.INTS.set(bytes, 4, nulls);
    int at = data;
    for (int i = 0; i < count; i++) {
      int row = selected[i];
      if (row >= 0 && !source.isNull(row)) {
        int from = source.offset(row);
        int length = source.endOffset(row) - from;
        System.arraycopy(source.array(), from, bytes, at, length);
        at += length;
        if (nulls > 0) {
          bytes[Vector.HEADER + (i >>> 3)] |= (byte) (1 << (i & 7));
        }
      }
      Vector.LONGS.set(bytes, offsets + 8 * (i + 1), (long) (at - data));
    }
    return Vector.built(source.type(), bytes, false);
  }
}

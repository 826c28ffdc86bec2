package io.minitidb.tikv.history;

import io.minitidb.cop.data.Vector;

/// Which rows of a column have no value.
///
/// @param bits one for each row, the lowest first; empty when all have one
record Nulls(byte[] bits) {

  static void write(Vector column, int count, BlockOut out) {
    if (column.isDense()) {
      out.put(0);
      return;
    }
    byte[] bits = new byte[(count + 7) >>> 3];
    for (int row = 0; row < count; row++) {
      if (column.isNull(row)) {
        bits[row >>> 3] |= (byte) (1 << (row & 7));
      }
    }
    out.put(1).bytes(bits, 0, bits.length);
  }

  static Nulls read(BlockIn in, int count) {
    if (in.get() == 0) {
      return new Nulls(new byte[0]);
    }
    byte[] bits = new byte[(count + 7) >>> 3];
    System.arraycopy(in.array(), in.position(), bits, 0, bits.length);
    in.skip(bits.length);
    return new Nulls(bits);
  }

  boolean none() {
    return bits.length == 0;
  }

  boolean at(int row) {
    return bits.length > 0 && (bits[row >>> 3] >>> (row & 7) & 1) == 1;
  }
}

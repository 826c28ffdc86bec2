package io.minitidb.tikv.history;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import java.util.ArrayList;
import java.util.List;

/// Rows of a sample as they lie in the store: a format byte, then the columns in chunk encoding.
final class SampleBlock {
  private static final byte FORMAT = 1;

  private SampleBlock() {}

  static byte[] encode(Batch batch) {
    byte[] bytes = new byte[1 + Math.toIntExact(batch.size())];
    bytes[0] = FORMAT;
    int position = 1;
    for (Vector column : batch.columns()) {
      position = column.encode(bytes, position);
    }
    return bytes;
  }

  /// @throws IllegalArgumentException when the block was written by a later format or is damaged
  static Batch decode(byte[] bytes, List<Type> types) {
    if (bytes.length == 0 || bytes[0] != FORMAT) {
      throw new IllegalArgumentException("a history block of an unknown format");
    }
    List<Vector> columns = new ArrayList<>();
    int position = 1;
    for (Type type : types) {
      Vector column = Vector.decode(type, bytes, position);
      columns.add(column);
      position = column.end();
    }
    return new Batch(columns, columns.getFirst().rows());
  }
}

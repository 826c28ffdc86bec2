package io.minitidb.cop.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.Arrays;
import java.util.List;

/// The key values of one row as bytes: equal bytes are equal keys, NULLs are equal to each other.
record RowKey(byte[] bytes) {

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowKey key && Arrays.equals(bytes, key.bytes);
  }

  /// Makes keys of rows; reuses its buffers, hence not thread-safe.
  static final class Reader {
    private final List<VectorBuilder> single;

    Reader(List<Type> types) {
      this.single = types.stream().map(type -> new VectorBuilder(type, 1)).toList();
    }

    RowKey read(Vector[] keys, int row) {
      Vector[] one = new Vector[keys.length];
      int size = 0;
      for (int i = 0; i < keys.length; i++) {
        single.get(i).append(keys[i], row);
        one[i] = single.get(i).build();
        size += one[i].size();
      }
      byte[] bytes = new byte[size];
      int position = 0;
      for (Vector vector : one) {
        position = vector.encode(bytes, position);
      }
      return new RowKey(bytes);
    }
  }
}

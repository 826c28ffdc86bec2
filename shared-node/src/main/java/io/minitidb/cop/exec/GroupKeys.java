package io.minitidb.cop.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers the distinct combinations of key values in the order of their first row. NULLs are equal to each other.
final class GroupKeys {
  private final List<VectorBuilder> single;
  private final List<VectorBuilder> firsts;
  private final Map<Key, Integer> groups = new HashMap<>();

  GroupKeys(List<Type> types) {
    this.single = types.stream().map(type -> new VectorBuilder(type, 1)).toList();
    this.firsts = types.stream().map(type -> new VectorBuilder(type, 64)).toList();
  }

  /// The wire form of the key values: equal bytes are equal keys.
  private record Key(byte[] bytes) {
    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && java.util.Arrays.equals(bytes, key.bytes);
    }
  }

  /// Returns the number of the group that `row` belongs to.
  int groupOf(Vector[] keys, int row) {
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
    Key key = new Key(bytes);
    Integer known = groups.get(key);
    if (known != null) {
      return known;
    }
    for (int i = 0; i < keys.length; i++) {
      firsts.get(i).append(keys[i], row);
    }
    groups.put(key, groups.size());
    return groups.size() - 1;
  }

  int size() {
    return groups.size();
  }

  /// Returns the key values of all groups, one vector per key.
  List<Vector> build() {
    return firsts.stream().map(VectorBuilder::build).toList();
  }
}

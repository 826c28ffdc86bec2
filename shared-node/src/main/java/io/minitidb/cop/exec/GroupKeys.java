package io.minitidb.cop.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers the distinct combinations of key values in the order of their first row. NULLs are equal
/// to each other.
final class GroupKeys {
  private final RowKey.Reader reader = new RowKey.Reader();
  private final List<VectorBuilder> firsts;
  private final Map<RowKey, Integer> groups = new HashMap<>();

  GroupKeys(List<Type> types) {
    this.firsts = types.stream().map(type -> new VectorBuilder(type, 64)).toList();
  }

  /// Returns the number of the group that `row` belongs to.
  int groupOf(Vector[] keys, int row) {
    RowKey key = reader.read(keys, row);
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

package io.minitidb.cop.exec;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.List;

/// Numbers the distinct combinations of key values in the order of their first row. NULLs are equal
/// to each other. A single integer key is looked up by its value, any other by its bytes.
final class GroupKeys {
  static final int ABSENT = -1;

  private final RowKey.Reader reader = new RowKey.Reader();
  private final List<VectorBuilder> firsts;
  private final boolean single;
  private final LongTable longs = new LongTable();
  private final BytesTable bytes = new BytesTable();
  private long[] values = new long[0];
  private int nullGroup = ABSENT;
  private int size;

  GroupKeys(List<Type> types) {
    this(types, true);
  }

  /// @param lookedUpAsIs whether all keys that will be looked up have exactly these types, also in
  ///   their sign
  GroupKeys(List<Type> types, boolean lookedUpAsIs) {
    this.firsts = types.stream().map(type -> new VectorBuilder(type, 8)).toList();
    this.single = lookedUpAsIs && types.size() == 1 && types.getFirst().kind() == Kind.INT;
  }

  /// Writes the number of the group of each of the first `rows` rows to `groupOf`; new keys make
  /// new groups.
  void number(Vector[] keys, int rows, int[] groupOf) {
    if (single) {
      numberLongs(keys[0], rows, groupOf);
      return;
    }
    for (int row = 0; row < rows; row++) {
      int length = reader.fill(keys, row);
      int group = bytes.numberOf(reader.buffer(), length);
      if (group == size) {
        append(keys, row);
      }
      groupOf[row] = group;
    }
  }

  private void numberLongs(Vector key, int rows, int[] groupOf) {
    if (values.length < rows) {
      values = new long[rows];
    }
    key.copyLongs(values, rows);
    if (key.isDense()) {
      int row = longs.find(values, 0, rows, groupOf);
      while (row < rows) {
        longs.put(values[row], append(key, row));
        row = longs.find(values, row, rows, groupOf);
      }
      return;
    }
    for (int row = 0; row < rows; row++) {
      groupOf[row] = key.isNull(row) ? nullGroup(key, row) : group(values[row], key, row);
    }
  }

  private int nullGroup(Vector key, int row) {
    if (nullGroup == ABSENT) {
      nullGroup = append(key, row);
    }
    return nullGroup;
  }

  private int group(long value, Vector key, int row) {
    int known = longs.find(value);
    if (known != LongTable.ABSENT) {
      return known;
    }
    int group = append(key, row);
    longs.put(value, group);
    return group;
  }

  /// Returns the number of the group of `row`, or ABSENT.
  int find(Vector[] keys, int row) {
    if (!single) {
      int length = reader.fill(keys, row);
      return bytes.find(reader.buffer(), length);
    }
    return keys[0].isNull(row) ? nullGroup : longs.find(keys[0].getLong(row));
  }

  private int append(Vector key, int row) {
    firsts.getFirst().append(key, row);
    return size++;
  }

  private void append(Vector[] keys, int row) {
    for (int i = 0; i < keys.length; i++) {
      firsts.get(i).append(keys[i], row);
    }
    size++;
  }

  int size() {
    return size;
  }

  /// Returns about how many bytes are held.
  long bytes() {
    return (single ? longs.bytes() : 2 * bytes.bytes()) + 16L * size * firsts.size();
  }

  /// Returns the key values of all groups, one vector per key. May be called once.
  List<Vector> build() {
    return firsts.stream().map(VectorBuilder::build).toList();
  }
}

package io.minitidb.cop.exec;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.ArrayList;
import java.util.List;

/// JSON_ARRAYAGG: the values of all rows, NULLs too, in the order of their coming; NULL without
/// rows.
final class JsonArrayAccumulator extends Accumulator.ByRow {
  private final List<StringBuilder> arrays = new ArrayList<>();
  private long bytes;

  @Override
  void reserve(int groups) {
    while (arrays.size() < groups) {
      arrays.add(new StringBuilder());
      bytes += 64;
    }
  }

  @Override
  void add(Vector[] args, int row, int group) {
    StringBuilder array = arrays.get(group);
    int before = array.length();
    array.append(array.isEmpty() ? "[" : ", ").append(JsonText.of(args[0], row));
    bytes += array.length() - before;
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    boolean none = group >= arrays.size() || arrays.get(group).isEmpty();
    out.appendString(none ? null : arrays.get(group) + "]");
  }

  @Override
  public long bytes() {
    return bytes;
  }
}

package io.minitidb.tikv.history;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of one table of one node's run, tick by tick.
///
/// @param moments of the ticks, growing
/// @param times what the node's clock said at each tick; never after its moment
/// @param counts how many rows each tick has
record Ticks(long[] moments, long[] times, int[] counts, List<Vector> columns) {

  Ticks {
    columns = List.copyOf(columns);
  }

  int size() {
    return moments.length;
  }

  int rows() {
    return Arrays.stream(counts).sum();
  }

  long firstMoment() {
    return moments[0];
  }

  long lastMoment() {
    return moments[moments.length - 1];
  }

  /// Returns how many rows each tick has, if all have as many; else 1.
  int period() {
    for (int count : counts) {
      if (count != counts[0]) {
        return 1;
      }
    }
    return Math.max(1, counts[0]);
  }

  /// Returns all ticks of `parts`, which follow each other, as one.
  static Ticks concat(List<Ticks> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    int rows = parts.stream().mapToInt(Ticks::rows).sum();
    List<Vector> columns = new ArrayList<>();
    for (int i = 0; i < parts.getFirst().columns().size(); i++) {
      VectorBuilder out = new VectorBuilder(parts.getFirst().columns().get(i).type(), rows);
      for (Ticks part : parts) {
        Vector column = part.columns().get(i);
        for (int row = 0; row < column.rows(); row++) {
          out.append(column, row);
        }
      }
      columns.add(out.build());
    }
    return new Ticks(
        parts.stream().flatMapToLong(part -> Arrays.stream(part.moments())).toArray(),
        parts.stream().flatMapToLong(part -> Arrays.stream(part.times())).toArray(),
        parts.stream().flatMapToInt(part -> Arrays.stream(part.counts())).toArray(),
        columns);
  }
}

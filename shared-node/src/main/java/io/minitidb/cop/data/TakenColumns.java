package io.minitidb.cop.data;

import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Columns of which some rows were chosen, each copied when it is first read: what only a condition
/// needed is not copied at all. Not thread-safe.
final class TakenColumns extends AbstractList<Vector> {
  private final List<Vector> source;
  private final byte[] truth;
  private int @Nullable [] selected;
  private final int count;
  private final @Nullable Vector[] taken;

  TakenColumns(List<Vector> source, int[] selected, int count) {
    this.source = source;
    this.truth = new byte[0];
    this.selected = selected;
    this.count = count;
    this.taken = new @Nullable Vector[source.size()];
  }

  /// @param truth 1 for each row that is taken, 0 for the others
  /// @param count how many are taken
  TakenColumns(List<Vector> source, byte[] truth, int count) {
    this.source = source;
    this.truth = truth;
    this.count = count;
    this.taken = new @Nullable Vector[source.size()];
  }

  private int[] selected() {
    int[] rows = selected;
    if (rows == null) {
      rows = new int[count + 1]; // the place behind the last one is written to and not read
      int at = 0;
      for (int row = 0; row < truth.length; row++) { // to the end: a loop that is counted is fast
        rows[at] = row;
        at += truth[row];
      }
      selected = rows;
    }
    return rows;
  }

  @Override
  public Vector get(int index) {
    Vector known = taken[index];
    if (known == null) {
      known = Gather.rows(source.get(index), selected(), count);
      taken[index] = known;
    }
    return known;
  }

  @Override
  public int size() {
    return source.size();
  }
}

package io.minitidb.cop.data;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Copies the rows for which a condition is true. Which they are is counted out when the first
/// column is asked for. Not thread-safe.
final class TrueRows implements UnaryOperator<Vector> {
  private final byte[] truth;
  private final int count;
  private int @Nullable [] selected;

  /// @param truth 1 for each row that is taken, 0 for the others
  /// @param count how many are taken
  TrueRows(byte[] truth, int count) {
    this.truth = truth;
    this.count = count;
  }

  @Override
  public Vector apply(Vector source) {
    return Gather.rows(source, selected(), count);
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
}

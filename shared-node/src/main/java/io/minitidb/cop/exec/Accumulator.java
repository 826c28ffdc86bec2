package io.minitidb.cop.exec;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;

/// The running values of one aggregate, one for every group. Takes whole batches, so that the
/// common ones are loops over arrays. Not thread-safe.
interface Accumulator {

  /// Takes rows 0 to `rows - 1` of the arguments.
  ///
  /// @param groupOf the group of each row, below `groups`
  /// @param groups how many groups there are by now; with one group, `groupOf` is all 0
  void add(Vector[] args, int rows, int[] groupOf, int groups);

  /// Appends the result of `group`, which may have had no rows. Changes nothing: it may be asked
  /// again after more rows.
  void finish(int group, VectorBuilder out);

  /// Returns about how many bytes are held.
  long bytes();

  /// An aggregate that takes row by row.
  abstract class ByRow implements Accumulator {
    @Override
    public final void add(Vector[] args, int rows, int[] groupOf, int groups) {
      reserve(groups);
      for (int row = 0; row < rows; row++) {
        add(args, row, groupOf[row]);
      }
    }

    /// Makes room for `groups` groups.
    abstract void reserve(int groups);

    abstract void add(Vector[] args, int row, int group);
  }

  /// Returns the length of an array that holds `length` values now and must hold `needed`.
  static int grown(int length, int needed) {
    return needed <= length ? length : Math.max(needed, 2 * length);
  }
}

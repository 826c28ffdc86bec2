package io.minitidb.cop.exec;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.Arrays;

/// Counts rows in which no argument is null.
final class CountAccumulator implements Accumulator {
  private long[] counts = new long[8];

  @Override
  public void add(Vector[] args, int rows, int[] groupOf, int groups) {
    if (groups > counts.length) {
      counts = Arrays.copyOf(counts, Accumulator.grown(counts.length, groups));
    }
    boolean dense = true;
    for (Vector arg : args) {
      dense &= arg.isDense();
    }
    if (dense && groups == 1) {
      counts[0] += rows;
    } else if (dense) {
      for (int row = 0; row < rows; row++) {
        counts[groupOf[row]]++;
      }
    } else {
      sparse(args, rows, groupOf);
    }
  }

  private void sparse(Vector[] args, int rows, int[] groupOf) {
    for (int row = 0; row < rows; row++) {
      boolean complete = true;
      for (Vector arg : args) {
        complete &= !arg.isNull(row);
      }
      counts[groupOf[row]] += complete ? 1 : 0;
    }
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    out.appendLong(group < counts.length ? counts[group] : 0);
  }

  @Override
  public long bytes() {
    return 8L * counts.length;
  }
}

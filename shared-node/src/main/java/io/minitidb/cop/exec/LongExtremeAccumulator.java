package io.minitidb.cop.exec;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.Arrays;

/// Keeps the smallest (-1) or the greatest (1) of values whose order is that of signed longs; NULL
/// when there was none.
final class LongExtremeAccumulator implements Accumulator {
  private final boolean greatest;
  private long[] best = new long[0];
  private boolean[] any = new boolean[0];

  LongExtremeAccumulator(int wanted) {
    this.greatest = wanted > 0;
  }

  @Override
  public void add(Vector[] args, int rows, int[] groupOf, int groups) {
    if (groups > best.length) {
      int from = best.length;
      best = Arrays.copyOf(best, Accumulator.grown(Math.max(8, best.length), groups));
      any = Arrays.copyOf(any, best.length);
      Arrays.fill(best, from, best.length, greatest ? Long.MIN_VALUE : Long.MAX_VALUE);
    }
    Vector arg = args[0];
    boolean dense = arg.isDense();
    for (int row = 0; row < rows; row++) {
      if (dense || !arg.isNull(row)) {
        int group = groupOf[row];
        long value = arg.getLong(row);
        best[group] = greatest ? Math.max(best[group], value) : Math.min(best[group], value);
        any[group] = true;
      }
    }
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    if (group < any.length && any[group]) {
      out.appendLong(best[group]);
    } else {
      out.appendNull();
    }
  }

  @Override
  public long bytes() {
    return 9L * best.length;
  }
}

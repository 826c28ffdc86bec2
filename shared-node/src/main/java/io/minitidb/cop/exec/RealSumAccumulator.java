package io.minitidb.cop.exec;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalException;
import java.util.Arrays;

/// Sums doubles in the order in which they come; NULL when there was none.
final class RealSumAccumulator implements Accumulator {
  private double[] sums = new double[8];
  private boolean[] any = new boolean[8];

  @Override
  public void add(Vector[] args, int rows, int[] groupOf, int groups) {
    if (groups > sums.length) {
      sums = Arrays.copyOf(sums, Accumulator.grown(sums.length, groups));
      any = Arrays.copyOf(any, sums.length);
    }
    Vector arg = args[0];
    boolean dense = arg.isDense();
    for (int row = 0; row < rows; row++) {
      if (dense || !arg.isNull(row)) {
        sums[groupOf[row]] += arg.getDouble(row);
        any[groupOf[row]] = true;
      }
    }
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    if (group >= any.length || !any[group]) {
      out.appendNull();
    } else if (Double.isFinite(sums[group])) {
      out.appendDouble(sums[group]);
    } else {
      throw new EvalException(1690, "DOUBLE value is out of range in 'sum'");
    }
  }

  @Override
  public long bytes() {
    return 9L * sums.length;
  }
}

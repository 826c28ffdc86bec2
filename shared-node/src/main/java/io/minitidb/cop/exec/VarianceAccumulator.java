package io.minitidb.cop.exec;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalException;
import java.util.Arrays;

/// Variances and standard deviations of doubles by Welford's method, which does not lose digits as
/// a sum of squares does. With three arguments it merges partial results (count, sum, population
/// variance) pairwise, after Chan, Golub and LeVeque. NULL without values; a sample needs two.
final class VarianceAccumulator extends Accumulator.ByRow {
  private final AggFunction function;
  private long[] counts = new long[8];
  private double[] means = new double[8];
  private double[] squares = new double[8]; // of the distances from the mean

  VarianceAccumulator(AggFunction function) {
    this.function = function;
  }

  @Override
  void reserve(int groups) {
    if (groups > counts.length) {
      counts = Arrays.copyOf(counts, Accumulator.grown(counts.length, groups));
      means = Arrays.copyOf(means, counts.length);
      squares = Arrays.copyOf(squares, counts.length);
    }
  }

  @Override
  void add(Vector[] args, int row, int group) {
    if (args.length > 1) {
      merge(args, row, group);
    } else if (!args[0].isNull(row)) {
      double value = args[0].getDouble(row);
      double distance = value - means[group];
      counts[group]++;
      means[group] += distance / counts[group];
      squares[group] += distance * (value - means[group]);
    }
  }

  private void merge(Vector[] args, int row, int group) {
    long count = args[0].isNull(row) ? 0 : args[0].getLong(row);
    if (count == 0) {
      return;
    }
    long all = counts[group] + count;
    double distance = args[1].getDouble(row) / count - means[group];
    squares[group] +=
        args[2].getDouble(row) * count + distance * distance * counts[group] * count / all;
    means[group] += distance * count / all;
    counts[group] = all;
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    long count = group < counts.length ? counts[group] : 0;
    boolean sample = function == AggFunction.VAR_SAMP || function == AggFunction.STDDEV_SAMP;
    if (count == 0 || sample && count == 1) {
      out.appendNull();
      return;
    }
    double variance = squares[group] / (sample ? count - 1 : count);
    if (!Double.isFinite(variance)) {
      throw new EvalException(1690, "DOUBLE value is out of range in 'variance'");
    }
    boolean root = function == AggFunction.STDDEV_POP || function == AggFunction.STDDEV_SAMP;
    out.appendDouble(root ? Math.sqrt(variance) : variance);
  }

  @Override
  public long bytes() {
    return 24L * counts.length;
  }
}

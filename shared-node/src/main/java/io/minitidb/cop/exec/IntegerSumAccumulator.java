package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Sums integers exactly; NULL when there was none. Sums are longs; what does not fit any more goes
/// to a decimal beside them.
final class IntegerSumAccumulator implements Accumulator {
  /// Sums of this many bits and a batch of rows cannot leave a long.
  private static final int SMALL_BITS = 63 - Integer.numberOfTrailingZeros(2 * Batch.MAX_ROWS);

  private final boolean unsigned;
  private final Map<Integer, BigDecimal> carried = new HashMap<>();
  private long[] sums = new long[8];
  private boolean[] any = new boolean[8];
  private long[] values = new long[0];

  IntegerSumAccumulator(boolean unsigned) {
    this.unsigned = unsigned;
  }

  @Override
  public void add(Vector[] args, int rows, int[] groupOf, int groups) {
    if (groups > sums.length) {
      sums = Arrays.copyOf(sums, Accumulator.grown(sums.length, groups));
      any = Arrays.copyOf(any, sums.length);
    }
    Vector arg = args[0];
    if (values.length < rows) {
      values = new long[rows];
    }
    arg.copyLongs(values, rows);
    if (!arg.isDense()) {
      for (int row = 0; row < rows; row++) {
        if (!arg.isNull(row)) {
          add(groupOf[row], values[row]);
        }
      }
    } else if (groups == 1 && rows <= Batch.MAX_ROWS) {
      addAll(rows);
    } else {
      addDense(rows, groupOf);
    }
  }

  private void addDense(int rows, int[] groupOf) {
    long[] sums = this.sums;
    boolean[] any = this.any;
    for (int row = 0; row < rows; row++) {
      int group = groupOf[row];
      long value = values[row];
      long old = sums[group];
      long sum = old + value;
      any[group] = true;
      if (((old ^ sum) & (value ^ sum)) < 0 || unsigned && value < 0) {
        carry(group, value);
      } else {
        sums[group] = sum;
      }
    }
  }

  /// One group, no NULL: if no value is large, they are added without a test.
  private void addAll(int rows) {
    long sum = 0;
    long bits = 0;
    long sign = unsigned ? 0 : -1;
    for (int row = 0; row < rows; row++) {
      long value = values[row];
      sum += value;
      bits |= value ^ value >> 63 & sign;
    }
    if (bits >>> SMALL_BITS == 0) {
      add(0, sum);
      any[0] = rows > 0 || any[0];
    } else {
      for (int row = 0; row < rows; row++) {
        add(0, values[row]);
      }
    }
  }

  private void add(int group, long value) {
    long old = sums[group];
    long sum = old + value;
    any[group] = true;
    if (((old ^ sum) & (value ^ sum)) < 0 || unsigned && value < 0) {
      carry(group, value);
    } else {
      sums[group] = sum;
    }
  }

  private void carry(int group, long value) {
    BigDecimal exact =
        unsigned ? new BigDecimal(Long.toUnsignedString(value)) : BigDecimal.valueOf(value);
    carried.merge(group, exact, BigDecimal::add);
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    if (group >= any.length || !any[group]) {
      out.appendNull();
    } else if (out.type().kind() == Kind.INT) {
      out.appendLong(sums[group]); // the merge of counts, which no cluster makes overflow
    } else {
      BigDecimal rest = carried.getOrDefault(group, BigDecimal.ZERO);
      DecimalSumAccumulator.append(BigDecimal.valueOf(sums[group]).add(rest), out);
    }
  }

  @Override
  public long bytes() {
    return 9L * sums.length + 64L * carried.size();
  }
}

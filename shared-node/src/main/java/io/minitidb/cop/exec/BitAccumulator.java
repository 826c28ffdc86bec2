package io.minitidb.cop.exec;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.Arrays;

/// BIT_AND, BIT_OR and BIT_XOR of integers; without any value all ones, 0 and 0.
final class BitAccumulator implements Accumulator {
  private final AggFunction function;
  private final long neutral;
  private long[] bits = new long[0];

  BitAccumulator(AggFunction function) {
    this.function = function;
    this.neutral = function == AggFunction.BIT_AND ? -1 : 0;
  }

  @Override
  public void add(Vector[] args, int rows, int[] groupOf, int groups) {
    if (groups > bits.length) {
      int from = bits.length;
      bits = Arrays.copyOf(bits, Accumulator.grown(bits.length, groups));
      Arrays.fill(bits, from, bits.length, neutral);
    }
    for (int row = 0; row < rows; row++) {
      if (!args[0].isNull(row)) {
        int group = groupOf[row];
        long value = args[0].getLong(row);
        bits[group] =
            switch (function) {
              case BIT_AND -> bits[group] & value;
              case BIT_OR -> bits[group] | value;
              default -> bits[group] ^ value;
            };
      }
    }
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    out.appendLong(group < bits.length ? bits[group] : neutral);
  }

  @Override
  public long bytes() {
    return 8L * bits.length;
  }
}

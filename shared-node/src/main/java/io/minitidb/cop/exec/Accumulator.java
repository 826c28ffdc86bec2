package io.minitidb.cop.exec;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.Comparisons;
import io.minitidb.cop.expr.EvalException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The running value of one aggregate for every group.
sealed interface Accumulator {

  /// Takes one row of the arguments into group `group`; groups are numbered from 0 without gaps.
  void add(int group, Vector[] args, int row);

  /// Appends the result of `group`.
  void finish(int group, VectorBuilder out);

  static Accumulator of(AggCall call) {
    return switch (call.function()) {
      case COUNT -> new Count();
      case SUM ->
          call.type().kind() == Kind.REAL
              ? new SumReal()
              : new SumDecimal(call.type().kind() == Kind.INT);
      case MIN -> new Extreme(call.args().getFirst().type(), -1);
      case MAX -> new Extreme(call.args().getFirst().type(), 1);
      case FIRST -> new Extreme(call.args().getFirst().type(), 0);
    };
  }

  /// Counts rows in which no argument is null.
  final class Count implements Accumulator {
    private long[] counts = new long[8];

    @Override
    public void add(int group, Vector[] args, int row) {
      counts = group < counts.length ? counts : java.util.Arrays.copyOf(counts, 2 * group);
      for (Vector arg : args) {
        if (arg.isNull(row)) {
          return;
        }
      }
      counts[group]++;
    }

    @Override
    public void finish(int group, VectorBuilder out) {
      out.appendLong(group < counts.length ? counts[group] : 0);
    }
  }

  /// Sums doubles; NULL when there was none.
  final class SumReal implements Accumulator {
    private final List<double @Nullable []> sums = new ArrayList<>();

    @Override
    public void add(int group, Vector[] args, int row) {
      while (sums.size() <= group) {
        sums.add(null);
      }
      if (!args[0].isNull(row)) {
        double[] sum = sums.get(group);
        if (sum == null) {
          sums.set(group, new double[] {args[0].getDouble(row)});
        } else {
          sum[0] += args[0].getDouble(row);
        }
      }
    }

    @Override
    public void finish(int group, VectorBuilder out) {
      double[] sum = group < sums.size() ? sums.get(group) : null;
      if (sum == null) {
        out.appendNull();
      } else {
        out.appendDouble(sum[0]);
      }
    }
  }

  /// Sums integers and decimals exactly; NULL when there was none. `asInteger` is for the merge of
  /// counts.
  final class SumDecimal implements Accumulator {
    private final boolean asInteger;
    private final List<@Nullable BigDecimal> sums = new ArrayList<>();

    SumDecimal(boolean asInteger) {
      this.asInteger = asInteger;
    }

    @Override
    public void add(int group, Vector[] args, int row) {
      while (sums.size() <= group) {
        sums.add(null);
      }
      if (!args[0].isNull(row)) {
        BigDecimal value = number(args[0], row);
        BigDecimal sum = sums.get(group);
        sums.set(group, sum == null ? value : sum.add(value));
      }
    }

    private static BigDecimal number(Vector vector, int row) {
      if (vector.type().kind() == Kind.DECIMAL) {
        return vector.getDecimal(row);
      }
      long value = vector.getLong(row);
      return vector.type().unsigned()
          ? new BigDecimal(Long.toUnsignedString(value))
          : BigDecimal.valueOf(value);
    }

    @Override
    public void finish(int group, VectorBuilder out) {
      BigDecimal sum = group < sums.size() ? sums.get(group) : null;
      if (sum == null) {
        out.appendNull();
      } else if (asInteger) {
        out.appendLong(sum.longValue());
      } else {
        appendDecimal(sum, out);
      }
    }
  }

  private static void appendDecimal(BigDecimal sum, VectorBuilder out) {
    try {
      out.appendDecimal(sum);
    } catch (ArithmeticException e) {
      throw new EvalException(1690, "DECIMAL value is out of range in 'sum'");
    }
  }

  /// Keeps the smallest (-1), the greatest (1) or the first (0) value; NULL only when there is
  /// nothing else.
  final class Extreme implements Accumulator {
    private final Comparisons.Comparison comparison;
    private final int wanted;
    private final VectorBuilder single;
    private final List<@Nullable Vector> best = new ArrayList<>();

    Extreme(Type type, int wanted) {
      this.comparison = Comparisons.of(type, type);
      this.wanted = wanted;
      this.single = new VectorBuilder(type, 1);
    }

    @Override
    public void add(int group, Vector[] args, int row) {
      while (best.size() <= group) {
        best.add(null);
      }
      if (args[0].isNull(row)) {
        return;
      }
      Vector old = best.get(group);
      if (old == null || comparison.compare(args[0], row, old, 0) * wanted > 0) {
        single.append(args[0], row);
        best.set(group, single.buildConstant());
      }
    }

    @Override
    public void finish(int group, VectorBuilder out) {
      Vector value = group < best.size() ? best.get(group) : null;
      if (value == null) {
        out.appendNull();
      } else {
        out.append(value, 0);
      }
    }
  }
}

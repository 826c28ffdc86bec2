package io.minitidb.cop.exec;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sums decimals exactly; NULL when there was none.
final class DecimalSumAccumulator extends Accumulator.ByRow {
  private final List<@Nullable BigDecimal> sums = new ArrayList<>();

  @Override
  void reserve(int groups) {
    while (sums.size() < groups) {
      sums.add(null);
    }
  }

  @Override
  void add(Vector[] args, int row, int group) {
    if (!args[0].isNull(row)) {
      BigDecimal sum = sums.get(group);
      BigDecimal value = args[0].getDecimal(row);
      sums.set(group, sum == null ? value : sum.add(value));
    }
  }

  @Override
  public void finish(int group, VectorBuilder out) {
    BigDecimal sum = group < sums.size() ? sums.get(group) : null;
    if (sum == null) {
      out.appendNull();
    } else if (out.type().kind() == Kind.INT) {
      out.appendLong(sum.longValue());
    } else {
      append(sum, out);
    }
  }

  /// Appends a sum, or dies with error 1690 when it has more digits than any decimal may have.
  static void append(BigDecimal sum, VectorBuilder out) {
    try {
      out.appendDecimal(sum);
    } catch (ArithmeticException e) {
      throw new EvalException(1690, "DECIMAL value is out of range in 'sum'");
    }
  }

  @Override
  public long bytes() {
    return 64L * sums.size();
  }
}

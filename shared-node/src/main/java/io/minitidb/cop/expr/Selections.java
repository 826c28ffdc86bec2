package io.minitidb.cop.expr;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;
import java.util.Optional;

/// Which rows a condition lets through; NULL does not.
public final class Selections {
  private Selections() {}

  /// Writes 1 for each row of `batch` for which `condition` is true to `truth`, 0 for the others,
  /// and returns how many are true.
  public static int truth(Expr condition, Batch batch, EvalContext context, long[] truth) {
    int rows = batch.rows();
    Optional<WordKernels> words =
        condition instanceof Expr.Call call ? WordKernels.of(call) : Optional.empty();
    if (words.isPresent()) {
      return compare(words.get(), (Expr.Call) condition, batch, context, truth);
    }
    Vector holds = condition.eval(batch, context);
    holds.copyLongs(truth, rows);
    for (int row = 0; row < rows; row++) {
      truth[row] = (truth[row] | -truth[row]) >>> 63; // 1 for anything but 0
    }
    dropNulls(holds, rows, truth);
    return count(truth, rows);
  }

  private static int compare(
      WordKernels words, Expr.Call call, Batch batch, EvalContext context, long[] truth) {
    Vector left = call.args().get(0).eval(batch, context);
    Vector right = call.args().get(1).eval(batch, context);
    LongComparison comparison = words.comparison();
    int rows = batch.rows();
    words.ordered(left, rows, truth);
    if (right.isConstant() && right.isDense()) {
      int count = comparison.truth(truth, words.ordered(right), rows, truth);
      if (left.isDense()) {
        return count;
      }
    } else {
      long[] other = context.words(0, rows);
      words.ordered(right, rows, other);
      comparison.truth(truth, other, rows, truth);
    }
    dropNulls(left, rows, truth);
    dropNulls(right, rows, truth);
    return count(truth, rows);
  }

  private static int count(long[] truth, int rows) {
    long count = 0;
    for (int row = 0; row < rows; row++) {
      count += truth[row];
    }
    return (int) count;
  }

  private static void dropNulls(Vector vector, int rows, long[] truth) {
    if (!vector.isDense()) {
      for (int row = 0; row < rows; row++) {
        truth[row] = vector.isNull(row) ? 0 : truth[row];
      }
    }
  }
}

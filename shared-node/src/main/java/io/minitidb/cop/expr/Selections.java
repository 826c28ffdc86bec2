package io.minitidb.cop.expr;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;
import java.util.Optional;

/// Which rows a condition lets through; NULL does not.
public final class Selections {
  private Selections() {}

  /// Writes the rows of `batch` for which `condition` is true to `selected`, which has room for all,
  /// and returns how many they are.
  public static int select(Expr condition, Batch batch, EvalContext context, int[] selected) {
    if (condition instanceof Expr.Call call) {
      Optional<LongComparison> comparison = WordKernels.of(call);
      if (comparison.isPresent()) {
        return compared(comparison.get(), call, batch, context, selected);
      }
    }
    return truths(condition.eval(batch, context), batch.rows(), selected);
  }

  private static int compared(
      LongComparison comparison, Expr.Call call, Batch batch, EvalContext context, int[] selected) {
    Vector left = call.args().get(0).eval(batch, context);
    Vector right = call.args().get(1).eval(batch, context);
    int rows = batch.rows();
    long[] a = context.words(0, rows);
    long[] b = context.words(1, rows);
    WordKernels.ordered(left, rows, a);
    WordKernels.ordered(right, rows, b);
    comparison.truth(a, b, rows, a);
    int count = LongComparison.select(a, rows, selected);
    return left.isDense() && right.isDense() ? count : notNull(left, right, selected, count);
  }

  private static int notNull(Vector left, Vector right, int[] selected, int count) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = selected[i];
      selected[kept] = row;
      kept += left.isNull(row) || right.isNull(row) ? 0 : 1;
    }
    return kept;
  }

  private static int truths(Vector holds, int rows, int[] selected) {
    int count = 0;
    boolean dense = holds.isDense();
    for (int row = 0; row < rows; row++) {
      selected[count] = row;
      count += holds.getLong(row) != 0 && (dense || !holds.isNull(row)) ? 1 : 0;
    }
    return count;
  }
}

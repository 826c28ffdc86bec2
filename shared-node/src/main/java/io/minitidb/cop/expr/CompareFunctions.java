package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Comparisons and IN. Strings compare by the collation of the result's type.
final class CompareFunctions {
  static final List<Function> ALL = all();

  private CompareFunctions() {}

  private static List<Function> all() {
    List<Function> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      int offset = kind.offset();
      all.add(new Function(100 + offset, "lt", kind, compare(order -> order < 0)));
      all.add(new Function(110 + offset, "le", kind, compare(order -> order <= 0)));
      all.add(new Function(120 + offset, "gt", kind, compare(order -> order > 0)));
      all.add(new Function(130 + offset, "ge", kind, compare(order -> order >= 0)));
      all.add(new Function(140 + offset, "eq", kind, compare(order -> order == 0)));
      all.add(new Function(150 + offset, "ne", kind, compare(order -> order != 0)));
      all.add(new Function(160 + offset, "nulleq", kind, CompareFunctions::nullSafeEqual));
      all.add(new Function(4001 + offset, "in", kind, CompareFunctions::in));
    }
    return all;
  }

  private static Function.Body compare(IntPredicate holds) {
    return (call, args, rows, out, context) -> {
      Vector left = args[0];
      Vector right = args[1];
      Optional<WordKernels> loop = WordKernels.of(call);
      if (loop.isPresent() && left.isDense() && right.isDense()) {
        compareWords(loop.get(), left, right, rows, out, context);
        return;
      }
      Comparisons.Comparison comparison = Comparisons.of(call, left.type(), right.type());
      for (int row = 0; row < rows; row++) {
        if (left.isNull(row) || right.isNull(row)) {
          out.appendNull();
        } else {
          out.appendBoolean(holds.test(comparison.compare(left, row, right, row)));
        }
      }
    };
  }

  private static void compareWords(
      WordKernels words,
      Vector left,
      Vector right,
      int rows,
      VectorBuilder out,
      EvalContext context) {
    long[] a = context.words(0, rows);
    long[] b = context.words(1, rows);
    words.ordered(left, rows, a);
    words.ordered(right, rows, b);
    words.comparison().truth(a, b, rows, a);
    out.appendLongs(a, rows);
  }

  private static void nullSafeEqual(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    Comparisons.Comparison comparison = Comparisons.of(call, args[0].type(), args[1].type());
    for (int row = 0; row < rows; row++) {
      boolean leftNull = args[0].isNull(row);
      boolean rightNull = args[1].isNull(row);
      out.appendBoolean(
          leftNull || rightNull
              ? leftNull == rightNull
              : comparison.compare(args[0], row, args[1], row) == 0);
    }
  }

  /// True when a value is found; otherwise NULL when the target or any value is NULL; otherwise
  /// false.
  private static void in(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    Vector target = args[0];
    for (int row = 0; row < rows; row++) {
      boolean found = false;
      boolean unknown = target.isNull(row);
      for (int i = 1; i < args.length && !target.isNull(row) && !found; i++) {
        if (args[i].isNull(row)) {
          unknown = true;
        } else {
          found =
              Comparisons.of(call, target.type(), args[i].type()).compare(target, row, args[i], row)
                  == 0;
        }
      }
      if (!found && unknown) {
        out.appendNull();
      } else {
        out.appendBoolean(found);
      }
    }
  }
}

package io.minitidb.cop.expr;

import java.util.Optional;

/// A comparison of longs over whole arrays: loops that the compiler turns into a few instructions a
/// value. `gt` and `ge` are `lt` and `le` with the sides swapped, `ne` is `eq` negated.
enum LongComparison {
  LT("lt"),
  LE("le"),
  GT("gt"),
  GE("ge"),
  EQ("eq"),
  NE("ne");

  private final String function;

  LongComparison(String function) {
    this.function = function;
  }

  /// Returns the comparison that a function of this name makes.
  static Optional<LongComparison> of(String function) {
    for (LongComparison comparison : values()) {
      if (comparison.function.equals(function)) {
        return Optional.of(comparison);
      }
    }
    return Optional.empty();
  }

  /// Writes 1 or 0 for each row to `out`, which may be one of the inputs.
  void truth(long[] left, long[] right, int rows, long[] out) {
    switch (this) {
      case LT -> less(left, right, rows, out);
      case GT -> less(right, left, rows, out);
      case LE -> lessOrEqual(left, right, rows, out);
      case GE -> lessOrEqual(right, left, rows, out);
      case EQ -> equal(left, right, rows, out, 1);
      case NE -> equal(left, right, rows, out, 0);
    }
  }

  private static void less(long[] left, long[] right, int rows, long[] out) {
    for (int i = 0; i < rows; i++) {
      out[i] = left[i] < right[i] ? 1 : 0;
    }
  }

  private static void lessOrEqual(long[] left, long[] right, int rows, long[] out) {
    for (int i = 0; i < rows; i++) {
      out[i] = left[i] <= right[i] ? 1 : 0;
    }
  }

  private static void equal(long[] left, long[] right, int rows, long[] out, long yes) {
    long no = 1 - yes;
    for (int i = 0; i < rows; i++) {
      out[i] = left[i] == right[i] ? yes : no;
    }
  }

  /// Writes the rows that hold to `selected`, without a branch, and returns how many they are.
  int select(long[] left, long[] right, int rows, int[] selected) {
    return switch (this) {
      case LT -> selectLess(left, right, rows, selected);
      case GT -> selectLess(right, left, rows, selected);
      case LE -> selectLessOrEqual(left, right, rows, selected);
      case GE -> selectLessOrEqual(right, left, rows, selected);
      case EQ -> selectEqual(left, right, rows, selected, 1);
      case NE -> selectEqual(left, right, rows, selected, 0);
    };
  }

  private static int selectLess(long[] left, long[] right, int rows, int[] selected) {
    int count = 0;
    for (int i = 0; i < rows; i++) {
      selected[count] = i;
      count += left[i] < right[i] ? 1 : 0;
    }
    return count;
  }

  private static int selectLessOrEqual(long[] left, long[] right, int rows, int[] selected) {
    int count = 0;
    for (int i = 0; i < rows; i++) {
      selected[count] = i;
      count += left[i] <= right[i] ? 1 : 0;
    }
    return count;
  }

  private static int selectEqual(long[] left, long[] right, int rows, int[] selected, int yes) {
    int count = 0;
    for (int i = 0; i < rows; i++) {
      selected[count] = i;
      count += left[i] == right[i] ? yes : 1 - yes;
    }
    return count;
  }
}

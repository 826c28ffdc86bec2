package io.minitidb.cop.expr;

import java.util.Optional;

/// A comparison of longs over whole arrays: loops that the compiler turns into a few instructions a
/// value. All are made of `lt` and `ne`, sides swapped or the answer turned.
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

  /// Writes 1 or 0 for each row to `out`, which may be one of the inputs. There is no branch: over
  /// values in random order every second one would be guessed wrongly.
  void truth(long[] left, long[] right, int rows, long[] out) {
    switch (this) {
      case LT -> less(left, right, rows, out, 0);
      case GT -> less(right, left, rows, out, 0);
      case LE -> less(right, left, rows, out, 1);
      case GE -> less(left, right, rows, out, 1);
      case EQ -> differ(left, right, rows, out, 1);
      case NE -> differ(left, right, rows, out, 0);
    }
  }

  /// As [#truth(long[], long[], int, long[])] with one value on the right side; returns how many
  /// are true. To write and to count in one loop costs no more than to write.
  int truth(long[] left, long right, int rows, long[] out) {
    return switch (this) {
      case LT -> below(left, right, rows, out, 0);
      case GT -> above(left, right, rows, out, 0);
      case LE -> above(left, right, rows, out, 1);
      case GE -> below(left, right, rows, out, 1);
      case EQ -> differ(left, right, rows, out, 1);
      case NE -> differ(left, right, rows, out, 0);
    };
  }

  private static int below(long[] left, long right, int rows, long[] out, long turn) {
    long count = 0;
    for (int i = 0; i < rows; i++) {
      long a = left[i];
      long truth = ((a & ~right | ~(a ^ right) & a - right) >>> 63) ^ turn;
      out[i] = truth;
      count += truth;
    }
    return (int) count;
  }

  private static int above(long[] left, long right, int rows, long[] out, long turn) {
    long count = 0;
    for (int i = 0; i < rows; i++) {
      long b = left[i];
      long truth = ((right & ~b | ~(right ^ b) & right - b) >>> 63) ^ turn;
      out[i] = truth;
      count += truth;
    }
    return (int) count;
  }

  private static int differ(long[] left, long right, int rows, long[] out, long turn) {
    long count = 0;
    for (int i = 0; i < rows; i++) {
      long d = left[i] ^ right;
      long truth = ((d | -d) >>> 63) ^ turn;
      out[i] = truth;
      count += truth;
    }
    return (int) count;
  }

  /// @param turn 1 for the opposite
  private static void less(long[] left, long[] right, int rows, long[] out, long turn) {
    for (int i = 0; i < rows; i++) {
      long a = left[i];
      long b = right[i];
      // The sign of a - b, or that of a where the difference overflows.
      out[i] = ((a & ~b | ~(a ^ b) & a - b) >>> 63) ^ turn;
    }
  }

  private static void differ(long[] left, long[] right, int rows, long[] out, long turn) {
    for (int i = 0; i < rows; i++) {
      long d = left[i] ^ right[i];
      out[i] = ((d | -d) >>> 63) ^ turn;
    }
  }
}

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

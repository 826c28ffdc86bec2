package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import java.util.Optional;

/// Brings integers and doubles into arrays of longs whose order as signed longs is that of the
/// values, so that one set of loops compares them all.
final class WordKernels {
  private WordKernels() {}

  /// Returns the comparison that computes `call` by [LongComparison], if one does: both sides
  /// integers of one sign, or both doubles.
  static Optional<LongComparison> of(Expr.Call call) {
    return call.args().size() == 2 && fits(call.args().get(0).type(), call.args().get(1).type())
        ? LongComparison.of(call.function().name())
        : Optional.empty();
  }

  private static boolean fits(Type left, Type right) {
    return left.kind() == Kind.REAL && right.kind() == Kind.REAL
        || left.kind() == Kind.INT
            && right.kind() == Kind.INT
            && left.unsigned() == right.unsigned();
  }

  /// Returns the value of a constant in the order of signed longs.
  static long ordered(Vector constant) {
    long bits = constant.getLong(0);
    return constant.type().kind() == Kind.REAL
        ? ordered(bits)
        : constant.type().unsigned() ? bits ^ Long.MIN_VALUE : bits;
  }

  private static long ordered(long real) {
    long bits = real == Long.MIN_VALUE ? 0 : real; // -0.0 equals 0.0
    return bits ^ (bits >> 63 >>> 1); // of negative doubles all bits but the sign turn
  }

  /// Writes the first `rows` values of `vector` to `target`, in the order of signed longs.
  static void ordered(Vector vector, int rows, long[] target) {
    vector.copyLongs(target, rows);
    if (vector.type().kind() == Kind.REAL) {
      for (int i = 0; i < rows; i++) {
        target[i] = ordered(target[i]);
      }
    } else if (vector.type().unsigned()) {
      for (int i = 0; i < rows; i++) {
        target[i] ^= Long.MIN_VALUE;
      }
    }
  }
}

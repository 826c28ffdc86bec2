package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import java.util.Optional;

/// Brings integers and doubles into arrays of longs whose order as signed longs is that of the
/// values, so that one set of loops compares them all.
///
/// @param order how both sides are brought there
record WordKernels(LongComparison comparison, Order order) {

  /// What the words of a vector are.
  enum Order {
    SIGNED,
    UNSIGNED,
    REAL;

    private static Order of(Type type) {
      return type.kind() == Kind.REAL ? REAL : type.unsigned() ? UNSIGNED : SIGNED;
    }
  }

  /// Returns how `call` is computed by [LongComparison], if it can be: both sides doubles, or
  /// integers of one sign, as which a constant counts that is the same number in both.
  static Optional<WordKernels> of(Expr.Call call) {
    if (call.args().size() != 2) {
      return Optional.empty();
    }
    Expr left = call.args().get(0);
    Expr right = call.args().get(1);
    Kind kind = left.type().kind();
    if (kind != right.type().kind() || kind != Kind.INT && kind != Kind.REAL) {
      return Optional.empty();
    }
    if (left.type().unsigned() != right.type().unsigned()) {
      if (isSameInBoth(left)) {
        return of(call, Order.of(right.type()));
      }
      if (!isSameInBoth(right)) {
        return Optional.empty();
      }
    }
    return of(call, Order.of(left.type()));
  }

  private static Optional<WordKernels> of(Expr.Call call, Order order) {
    return LongComparison.of(call.function().name()).map(each -> new WordKernels(each, order));
  }

  private static boolean isSameInBoth(Expr expr) {
    return expr instanceof Expr.Constant constant
        && constant.type().kind() == Kind.INT
        && constant.value().isDense()
        && constant.value().getLong(0) >= 0;
  }

  /// Returns the value of a constant in the order of signed longs.
  long ordered(Vector constant) {
    long bits = constant.getLong(0);
    return switch (order) {
      case SIGNED -> bits;
      case UNSIGNED -> bits ^ Long.MIN_VALUE;
      case REAL -> ordered(bits);
    };
  }

  private static long ordered(long real) {
    long bits = real == Long.MIN_VALUE ? 0 : real; // -0.0 equals 0.0
    return bits ^ (bits >> 63 >>> 1); // of negative doubles all bits but the sign turn
  }

  /// Writes the first `rows` values of `vector` to `target`, in the order of signed longs.
  void ordered(Vector vector, int rows, long[] target) {
    vector.copyLongs(target, rows);
    if (order == Order.REAL) {
      for (int i = 0; i < rows; i++) {
        target[i] = ordered(target[i]);
      }
    } else if (order == Order.UNSIGNED) {
      for (int i = 0; i < rows; i++) {
        target[i] ^= Long.MIN_VALUE;
      }
    }
  }
}

package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Shapes that many functions share: a null argument makes a null result, otherwise one value is
/// computed from the arguments.
final class Bodies {
  private Bodies() {}

  interface LongRow {
    long at(Vector[] args, int row);
  }

  interface DoubleRow {
    double at(Vector[] args, int row);
  }

  interface DecimalRow {
    @Nullable BigDecimal at(Vector[] args, int row);
  }

  interface StringRow {
    @Nullable String at(Vector[] args, int row);
  }

  static boolean anyNull(Vector[] args, int row) {
    for (Vector arg : args) {
      if (arg.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  static Function.Body longs(LongRow f) {
    return (call, args, rows, out, context) -> {
      for (int row = 0; row < rows; row++) {
        if (anyNull(args, row)) {
          out.appendNull();
        } else {
          out.appendLong(f.at(args, row));
        }
      }
    };
  }

  static Function.Body doubles(DoubleRow f) {
    return (call, args, rows, out, context) -> {
      for (int row = 0; row < rows; row++) {
        if (anyNull(args, row)) {
          out.appendNull();
          continue;
        }
        double value = f.at(args, row);
        if (Double.isFinite(value)) {
          out.appendDouble(value);
        } else {
          throw new EvalException(
              1690, "DOUBLE value is out of range in '" + call.function().name() + "'");
        }
      }
    };
  }

  static Function.Body decimals(DecimalRow f) {
    return (call, args, rows, out, context) -> {
      for (int row = 0; row < rows; row++) {
        BigDecimal value = anyNull(args, row) ? null : f.at(args, row);
        if (value == null) {
          out.appendNull();
        } else {
          append(value, call, out);
        }
      }
    };
  }

  /// Appends a decimal, or dies with error 1690 when it has more digits than any decimal may have.
  static void append(BigDecimal value, Expr.Call call, VectorBuilder out) {
    try {
      out.appendDecimal(value);
    } catch (ArithmeticException e) {
      throw new EvalException(
          1690, "DECIMAL value is out of range in '" + call.function().name() + "'");
    }
  }

  static Function.Body strings(StringRow f) {
    return (call, args, rows, out, context) -> {
      for (int row = 0; row < rows; row++) {
        out.appendString(anyNull(args, row) ? null : f.at(args, row));
      }
    };
  }

  static Function.Body string(UnaryOperator<String> f) {
    return strings((args, row) -> f.apply(args[0].getString(row)));
  }

  /// Computes one value from a row; null is NULL.
  interface ValueRow<T> {
    @Nullable T at(Vector[] args, int row, EvalContext context);
  }

  private interface Append<T> {
    void to(VectorBuilder out, @Nullable T value);
  }

  private static <T> Function.Body values(ValueRow<T> f, Append<T> append) {
    return (call, args, rows, out, context) -> {
      for (int row = 0; row < rows; row++) {
        append.to(out, anyNull(args, row) ? null : f.at(args, row, context));
      }
    };
  }

  static Function.Body texts(ValueRow<String> f) {
    return values(f, VectorBuilder::appendString);
  }

  static Function.Body integers(ValueRow<Long> f) {
    return values(f, Times::append);
  }

  static Function.Body truths(ValueRow<Boolean> f) {
    return integers((args, row, context) -> {
      Boolean value = f.at(args, row, context);
      return value == null ? null : (Long) (value ? 1L : 0L);
    });
  }

  static Function.Body bytes(ValueRow<byte[]> f) {
    return values(
        f,
        (out, value) -> {
          if (value == null) {
            out.appendNull();
          } else {
            out.appendBytes(value, 0, value.length);
          }
        });
  }

  /// A datetime that is cut to the type of the result.
  static Function.Body times(ValueRow<LocalDateTime> f) {
    return values(
        f,
        (out, value) -> Times.append(out, value == null ? null : CoreTime.of(value, out.type())));
  }
}

package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BinaryOperator;

/// Sums, products, quotients and rounding. A result that does not fit is error 1690; division by
/// zero is NULL with warning 1365.
final class ArithmeticFunctions {
  static final List<Function> ALL =
      List.of(
          new Function(
              200,
              "plus",
              Kind.REAL,
              Bodies.doubles((a, i) -> a[0].getDouble(i) + a[1].getDouble(i))),
          new Function(
              201,
              "plus",
              Kind.DECIMAL,
              Bodies.decimals((a, i) -> a[0].getDecimal(i).add(a[1].getDecimal(i)))),
          new Function(203, "plus", Kind.INT, integers("+", BigDecimal::add, Math::addExact)),
          new Function(
              204,
              "minus",
              Kind.REAL,
              Bodies.doubles((a, i) -> a[0].getDouble(i) - a[1].getDouble(i))),
          new Function(
              205,
              "minus",
              Kind.DECIMAL,
              Bodies.decimals((a, i) -> a[0].getDecimal(i).subtract(a[1].getDecimal(i)))),
          new Function(
              207, "minus", Kind.INT, integers("-", BigDecimal::subtract, Math::subtractExact)),
          new Function(
              208,
              "multiply",
              Kind.REAL,
              Bodies.doubles((a, i) -> a[0].getDouble(i) * a[1].getDouble(i))),
          new Function(
              209,
              "multiply",
              Kind.DECIMAL,
              Bodies.decimals((a, i) -> a[0].getDecimal(i).multiply(a[1].getDecimal(i)))),
          new Function(
              210, "multiply", Kind.INT, integers("*", BigDecimal::multiply, Math::multiplyExact)),
          new Function(211, "divide", Kind.REAL, ArithmeticFunctions::divideReals),
          new Function(212, "divide", Kind.DECIMAL, ArithmeticFunctions::divideDecimals),
          new Function(213, "intdiv", Kind.INT, ArithmeticFunctions::divideIntegers),
          new Function(214, "intdiv", Kind.DECIMAL, ArithmeticFunctions::divideIntegers),
          new Function(215, "mod", Kind.REAL, ArithmeticFunctions::modReals),
          new Function(216, "mod", Kind.DECIMAL, ArithmeticFunctions::modDecimals),
          new Function(217, "mod", Kind.INT, ArithmeticFunctions::modIntegers),
          new Function(3108, "negate", Kind.INT, Bodies.longs(ArithmeticFunctions::negate)),
          new Function(3109, "negate", Kind.REAL, Bodies.doubles((a, i) -> -a[0].getDouble(i))),
          new Function(
              3110, "negate", Kind.DECIMAL, Bodies.decimals((a, i) -> a[0].getDecimal(i).negate())),
          new Function(2101, "abs", Kind.INT, Bodies.longs(ArithmeticFunctions::abs)),
          new Function(
              2103, "abs", Kind.REAL, Bodies.doubles((a, i) -> Math.abs(a[0].getDouble(i)))),
          new Function(
              2104, "abs", Kind.DECIMAL, Bodies.decimals((a, i) -> a[0].getDecimal(i).abs())),
          new Function(2125, "round", Kind.INT, Bodies.longs(ArithmeticFunctions::roundInteger)),
          new Function(
              2124,
              "round",
              Kind.REAL,
              Bodies.doubles((a, i) -> round(a[0].getDouble(i), digits(a, i)))),
          new Function(
              2126,
              "round",
              Kind.DECIMAL,
              Bodies.decimals(
                  (a, i) -> a[0].getDecimal(i).setScale(digits(a, i), RoundingMode.HALF_UP))),
          new Function(2106, "ceil", Kind.INT, Bodies.longs((a, i) -> a[0].getLong(i))),
          new Function(
              2109, "ceil", Kind.REAL, Bodies.doubles((a, i) -> Math.ceil(a[0].getDouble(i)))),
          new Function(
              2108,
              "ceil",
              Kind.DECIMAL,
              Bodies.decimals((a, i) -> a[0].getDecimal(i).setScale(0, RoundingMode.CEILING))),
          new Function(2111, "floor", Kind.INT, Bodies.longs((a, i) -> a[0].getLong(i))),
          new Function(
              2114, "floor", Kind.REAL, Bodies.doubles((a, i) -> Math.floor(a[0].getDouble(i)))),
          new Function(
              2113,
              "floor",
              Kind.DECIMAL,
              Bodies.decimals((a, i) -> a[0].getDecimal(i).setScale(0, RoundingMode.FLOOR))));

  private ArithmeticFunctions() {}

  private interface LongOperator {
    long apply(long left, long right);
  }

  /// Signed operands take the exact machine operation; with an unsigned one the mathematical value
  /// must fit the result.
  private static Function.Body integers(
      String symbol, BinaryOperator<BigDecimal> exact, LongOperator signed) {
    return (call, args, rows, out, context) -> {
      boolean unsigned = call.type().unsigned();
      for (int row = 0; row < rows; row++) {
        if (Bodies.anyNull(args, row)) {
          out.appendNull();
          continue;
        }
        try {
          out.appendLong(
              unsigned
                  ? fit(exact.apply(integer(args[0], row), integer(args[1], row)))
                  : signed.apply(args[0].getLong(row), args[1].getLong(row)));
        } catch (ArithmeticException e) {
          throw outOfRange(
              bigint(unsigned), integer(args[0], row) + " " + symbol + " " + integer(args[1], row));
        }
      }
    };
  }

  private static long fit(BigDecimal value) {
    if (!fitsUnsigned(value)) {
      throw new ArithmeticException();
    }
    return value.longValue();
  }

  private static boolean fitsUnsigned(BigDecimal value) {
    return value.signum() >= 0 && value.toBigInteger().bitLength() <= 64;
  }

  private static String bigint(boolean unsigned) {
    return unsigned ? "BIGINT UNSIGNED" : "BIGINT";
  }

  private static EvalException outOfRange(String type, String operation) {
    return new EvalException(1690, type + " value is out of range in '(" + operation + ")'");
  }

  private static long negate(Vector[] args, int row) {
    long value = args[0].getLong(row);
    // 2^63 is the one value whose bits are the same as those of its negative.
    if (args[0].type().unsigned()
        ? value < 0 && value != Long.MIN_VALUE
        : value == Long.MIN_VALUE) {
      throw outOfRange("BIGINT", "-" + integer(args[0], row));
    }
    return -value;
  }

  private static long abs(Vector[] args, int row) {
    long value = args[0].getLong(row);
    if (args[0].type().unsigned()) {
      return value;
    }
    if (value == Long.MIN_VALUE) {
      throw outOfRange("BIGINT", "abs(" + value + ")");
    }
    return Math.abs(value);
  }

  /// Digits below zero round to tens, hundreds, ..., half away from zero.
  private static long roundInteger(Vector[] args, int row) {
    int digits = digits(args, row);
    BigDecimal value = integer(args[0], row);
    if (digits >= 0) {
      return args[0].getLong(row);
    }
    BigDecimal rounded = value.setScale(digits, RoundingMode.HALF_UP);
    boolean unsigned = args[0].type().unsigned();
    if (unsigned ? !fitsUnsigned(rounded) : rounded.toBigInteger().bitLength() > 63) {
      throw outOfRange(bigint(unsigned), "round(" + value + "," + digits + ")");
    }
    return rounded.longValue();
  }

  private static BigDecimal exact(Vector vector, int row) {
    return vector.type().kind() == Kind.DECIMAL ? vector.getDecimal(row) : integer(vector, row);
  }

  private static BigDecimal integer(Vector vector, int row) {
    long value = vector.getLong(row);
    return vector.type().unsigned()
        ? new BigDecimal(Long.toUnsignedString(value))
        : BigDecimal.valueOf(value);
  }

  private static void byZero(VectorBuilder out, EvalContext context) {
    context.warn(1365, "Division by 0");
    out.appendNull();
  }

  private static void divideReals(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
      } else if (args[1].getDouble(row) == 0) {
        byZero(out, context);
      } else {
        double quotient = args[0].getDouble(row) / args[1].getDouble(row);
        if (!Double.isFinite(quotient)) {
          throw outOfRange("DOUBLE", args[0].getDouble(row) + " / " + args[1].getDouble(row));
        }
        out.appendDouble(quotient);
      }
    }
  }

  private static void divideDecimals(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    Type type = call.type();
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
        continue;
      }
      BigDecimal divisor = args[1].getDecimal(row);
      if (divisor.signum() == 0) {
        byZero(out, context);
      } else {
        Bodies.append(
            args[0].getDecimal(row).divide(divisor, type.decimals(), RoundingMode.HALF_UP),
            call,
            out);
      }
    }
  }

  private static void divideIntegers(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
      } else if (exact(args[1], row).signum() == 0) {
        byZero(out, context);
      } else {
        BigDecimal quotient = exact(args[0], row).divideToIntegralValue(exact(args[1], row));
        boolean unsigned = call.type().unsigned();
        if (unsigned ? !fitsUnsigned(quotient) : quotient.toBigInteger().bitLength() > 63) {
          throw outOfRange(bigint(unsigned), exact(args[0], row) + " DIV " + exact(args[1], row));
        }
        out.appendLong(quotient.longValue());
      }
    }
  }

  private static void modIntegers(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
      } else if (args[1].getLong(row) == 0) {
        byZero(out, context);
      } else {
        out.appendLong(integer(args[0], row).remainder(integer(args[1], row)).longValue());
      }
    }
  }

  private static void modReals(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
      } else if (args[1].getDouble(row) == 0) {
        byZero(out, context);
      } else {
        out.appendDouble(args[0].getDouble(row) % args[1].getDouble(row));
      }
    }
  }

  private static void modDecimals(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
      } else if (args[1].getDecimal(row).signum() == 0) {
        byZero(out, context);
      } else {
        Bodies.append(
            args[0].getDecimal(row).remainder(args[1].getDecimal(row), MathContext.UNLIMITED),
            call,
            out);
      }
    }
  }

  private static int digits(Vector[] args, int row) {
    return args.length < 2 ? 0 : Math.clamp(args[1].getLong(row), -30, 30);
  }

  /// MySQL rounds a DOUBLE half to even, by the C library's rint.
  private static double round(double value, int digits) {
    double unit = Math.pow(10, Math.abs(digits));
    double scaled = digits >= 0 ? value * unit : value / unit;
    if (!Double.isFinite(scaled)) {
      return value;
    }
    return digits >= 0 ? Math.rint(scaled) / unit : Math.rint(scaled) * unit;
  }
}

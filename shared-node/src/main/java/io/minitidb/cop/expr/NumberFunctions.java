package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/// Roots, logarithms, angles and truncation. An argument outside a function's domain gives NULL, a
/// result beyond DOUBLE error 1690.
final class NumberFunctions {
  static final List<Function> ALL =
      List.of(
          of(100500, "sqrt", x -> x >= 0, Math::sqrt),
          of(100501, "exp", x -> true, Math::exp),
          of(100502, "sin", x -> true, Math::sin),
          of(100503, "cos", x -> true, Math::cos),
          of(100504, "tan", x -> true, Math::tan),
          of(100505, "cot", x -> true, x -> 1 / Math.tan(x)),
          of(100506, "asin", x -> Math.abs(x) <= 1, Math::asin),
          of(100507, "acos", x -> Math.abs(x) <= 1, Math::acos),
          of(100508, "degrees", x -> true, x -> x * (180 / Math.PI)),
          of(100509, "radians", x -> true, x -> x * (Math.PI / 180)),
          new Function(
              100510,
              "atan",
              Kind.REAL,
              Bodies.doubles((a, i) ->
                  a.length == 1
                      ? Math.atan(a[0].getDouble(i))
                      : Math.atan2(a[0].getDouble(i), a[1].getDouble(i)))),
          new Function(
              100511,
              "pow",
              Kind.REAL,
              Bodies.doubles((a, i) -> Math.pow(a[0].getDouble(i), a[1].getDouble(i)))),
          new Function(100512, "ln", Kind.REAL, logarithm(1)),
          new Function(100513, "log2", Kind.REAL, logarithm(Math.log(2))),
          new Function(100514, "log10", Kind.REAL, NumberFunctions::log10),
          new Function(100515, "log", Kind.REAL, NumberFunctions::log),
          new Function(
              100516,
              "sign",
              Kind.REAL,
              Bodies.longs((a, i) -> (long) Math.signum(a[0].getDouble(i)))),
          new Function(
              100518,
              "pi",
              Kind.REAL,
              (call, args, rows, out, context) -> {
                for (int row = 0; row < rows; row++) {
                  out.appendDouble(Math.PI);
                }
              }),
          new Function(
              3128, "bit_count", Kind.INT, Bodies.longs((a, i) -> Long.bitCount(a[0].getLong(i)))),
          new Function(
              2154,
              "truncate",
              Kind.INT,
              Bodies.longs((a, i) -> {
                int digits = Math.clamp(a[1].getLong(i), -30, 30);
                return digits >= 0
                    ? a[0].getLong(i)
                    : Values.integer(a[0], i).setScale(digits, RoundingMode.DOWN).longValue();
              })),
          new Function(
              2155,
              "truncate",
              Kind.REAL,
              Bodies.doubles((a, i) -> truncate(a[0].getDouble(i), a[1].getLong(i)))),
          new Function(
              2156,
              "truncate",
              Kind.DECIMAL,
              Bodies.decimals((a, i) ->
                  a[0].getDecimal(i)
                      .setScale(Math.clamp(a[1].getLong(i), -65, 30), RoundingMode.DOWN))));

  private NumberFunctions() {}

  private static Function of(
      int sig, String name, DoublePredicate domain, DoubleUnaryOperator function) {
    return new Function(
        sig,
        name,
        Kind.REAL,
        (call, args, rows, out, context) -> {
          for (int row = 0; row < rows; row++) {
            if (args[0].isNull(row) || !domain.test(args[0].getDouble(row))) {
              out.appendNull();
            } else {
              append(function.applyAsDouble(args[0].getDouble(row)), call, out);
            }
          }
        });
  }

  private static void append(double value, Expr.Call call, VectorBuilder out) {
    if (!Double.isFinite(value)) {
      throw new EvalException(
          1690, "DOUBLE value is out of range in '" + call.function().name() + "'");
    }
    out.appendDouble(value);
  }

  private static Function.Body logarithm(double divisor) {
    return (call, args, rows, out, context) -> {
      for (int row = 0; row < rows; row++) {
        if (inDomain(args[0], row, out, context)) {
          out.appendDouble(Math.log(args[0].getDouble(row)) / divisor);
        }
      }
    };
  }

  private static void log10(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (inDomain(args[0], row, out, context)) {
        out.appendDouble(Math.log10(args[0].getDouble(row)));
      }
    }
  }

  /// (x) or (base, x).
  private static void log(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
      } else if (inDomain(args[0], row, out, context)) {
        double first = args[0].getDouble(row);
        if (args.length == 1) {
          out.appendDouble(Math.log(first));
        } else if (first == 1) {
          invalid(out, context);
        } else if (inDomain(args[1], row, out, context)) {
          out.appendDouble(Math.log(args[1].getDouble(row)) / Math.log(first));
        }
      }
    }
  }

  /// Appends NULL and returns false when there is no logarithm.
  private static boolean inDomain(Vector x, int row, VectorBuilder out, EvalContext context) {
    if (x.isNull(row)) {
      out.appendNull();
      return false;
    }
    if (x.getDouble(row) <= 0) {
      invalid(out, context);
      return false;
    }
    return true;
  }

  private static void invalid(VectorBuilder out, EvalContext context) {
    context.warn(3020, "Invalid argument for logarithm");
    out.appendNull();
  }

  private static double truncate(double value, long digits) {
    double unit = Math.pow(10, Math.clamp(Math.abs(digits), 0, 400));
    double scaled = digits >= 0 ? value * unit : value / unit;
    if (!Double.isFinite(scaled) || !Double.isFinite(unit)) {
      return digits >= 0 ? value : 0;
    }
    double whole = value < 0 ? Math.ceil(scaled) : Math.floor(scaled);
    return digits >= 0 ? whole / unit : whole * unit;
  }
}

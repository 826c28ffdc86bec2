package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Conversions between kinds, explicit (CAST) and implied (a text compared with a number). Text
/// that is no number gives its numeric prefix and warning 1292; text that is no time gives NULL and
/// warning 1292.
final class CastFunctions {
  static final List<Function> ALL = all();

  private CastFunctions() {}

  private static List<Function> all() {
    List<Function> all = new ArrayList<>();
    for (Kind from : Kind.values()) {
      for (Kind to : Kind.values()) {
        // The casts from INT begin at 1, because 0 means that no signature was given; the others at
        // tens.
        int sig = Math.max(1, 10 * from.offset()) + to.castOffset();
        all.add(new Function(sig, name(to), from, CastFunctions::cast));
      }
    }
    return all;
  }

  /// Returns the name under which the cast to `target` is registered.
  static String name(Kind target) {
    return "cast_" + target.name().toLowerCase(Locale.ROOT);
  }

  private static void cast(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    Vector source = args[0];
    Type target = call.type();
    for (int row = 0; row < rows; row++) {
      if (source.isNull(row)) {
        out.appendNull();
        continue;
      }
      switch (target.kind()) {
        case INT -> {
          if (target.code() == TypeCode.YEAR) {
            appendYear(source, row, target, out, context);
          } else {
            out.appendLong(toLong(source, row, target, context));
          }
        }
        case REAL -> out.appendDouble(toDouble(source, row, context));
        case DECIMAL ->
            out.appendDecimal(within(toDecimal(source, row, context), target, row, context));
        case STRING, JSON -> out.appendString(shortened(Values.text(source, row), target, context));
        case TIME -> appendTime(source, row, target, out, context);
        case DURATION -> appendDuration(source, row, target, out, context);
      }
    }
  }

  /// Years of two digits belong to 1970..2069; beyond 1901..2155 there are none but 0.
  private static void appendYear(
      Vector source, int row, Type target, VectorBuilder out, EvalContext context) {
    long year =
        source.type().kind() == Kind.TIME
            ? CoreTime.year(source.getLong(row))
            : toLong(source, row, target, context);
    if (year > 0 && year < 100) {
      year += year < 70 ? 2000 : 1900;
    } else if (year == 0 && source.type().kind() == Kind.STRING) {
      year = 2000;
    }
    if (year == 0 || year >= 1901 && year <= 2155) {
      out.appendLong(year);
    } else {
      context.warn(1292, "Truncated incorrect YEAR value: '" + Values.text(source, row) + "'");
      out.appendNull();
    }
  }

  private static String shortened(String text, Type target, EvalContext context) {
    if (target.length() <= 0 || text.codePointCount(0, text.length()) <= target.length()) {
      return text;
    }
    context.warn(1292, "Truncated incorrect CHAR(" + target.length() + ") value: '" + text + "'");
    return text.substring(0, text.offsetByCodePoints(0, target.length()));
  }

  private static long toLong(Vector source, int row, Type target, EvalContext context) {
    return switch (source.type().kind()) {
      case INT -> source.getLong(row);
      case REAL -> clamp(new BigDecimal(Math.rint(source.getDouble(row))), target, context);
      case DECIMAL -> clamp(source.getDecimal(row), target, context);
      case STRING, JSON -> clamp(integer(source.getString(row), context), target, context);
      case TIME, DURATION -> clamp(Values.numberOfTime(source, row), target, context);
    };
  }

  /// Rounds half up. What 64 bits cannot hold becomes the nearest value that they can, with a
  /// warning.
  private static long clamp(BigDecimal value, Type target, EvalContext context) {
    BigInteger rounded = value.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    boolean huge = rounded.bitLength() > 63 && rounded.signum() > 0;
    if (rounded.bitLength() <= 63 || huge && target.unsigned() && rounded.bitLength() == 64) {
      return rounded.longValue();
    }
    context.warn(1292, "Truncated incorrect INTEGER value: '" + value.toPlainString() + "'");
    return !huge ? Long.MIN_VALUE : target.unsigned() ? -1 : Long.MAX_VALUE;
  }

  /// A value with more integer digits than the type has becomes the type's greatest or smallest
  /// one.
  private static BigDecimal within(BigDecimal value, Type target, int row, EvalContext context) {
    BigDecimal rounded = value.setScale(target.decimals(), RoundingMode.HALF_UP);
    if (target.length() <= 0 || rounded.precision() <= target.length()) {
      return rounded;
    }
    context.warn(1264, "Out of range value for column 'CAST' at row " + (row + 1));
    BigDecimal greatest =
        new BigDecimal(
            BigInteger.TEN.pow(target.length()).subtract(BigInteger.ONE), target.decimals());
    return value.signum() < 0 ? greatest.negate() : greatest;
  }

  private static double toDouble(Vector source, int row, EvalContext context) {
    return switch (source.type().kind()) {
      case INT ->
          source.type().unsigned()
              ? Values.integer(source, row).doubleValue()
              : (double) source.getLong(row);
      case REAL -> source.getDouble(row);
      case DECIMAL -> source.getDecimal(row).doubleValue();
      case STRING, JSON -> finite(number(source.getString(row), "DOUBLE", context), context);
      case TIME, DURATION -> Values.numberOfTime(source, row).doubleValue();
    };
  }

  private static BigDecimal toDecimal(Vector source, int row, EvalContext context) {
    return switch (source.type().kind()) {
      case INT -> Values.integer(source, row);
      case REAL -> BigDecimal.valueOf(source.getDouble(row));
      case DECIMAL -> source.getDecimal(row);
      case STRING, JSON -> number(source.getString(row), "DECIMAL", context);
      case TIME, DURATION -> Values.numberOfTime(source, row);
    };
  }

  private static BigDecimal number(String text, String type, EvalContext context) {
    String prefix = Values.numericPrefix(text);
    // Of all conversions of no text only that to a DOUBLE is silent.
    if (prefix.length() != text.strip().length() || prefix.isEmpty() && !type.equals("DOUBLE")) {
      context.warn(1292, "Truncated incorrect " + type + " value: '" + text + "'");
    }
    return prefix.isEmpty() ? BigDecimal.ZERO : new BigDecimal(prefix);
  }

  private static BigDecimal integer(String text, EvalContext context) {
    String prefix = Values.integerPrefix(text);
    if (prefix.isEmpty() || prefix.length() != text.strip().length()) {
      context.warn(1292, "Truncated incorrect INTEGER value: '" + text + "'");
    }
    return prefix.isEmpty() ? BigDecimal.ZERO : new BigDecimal(prefix);
  }

  private static double finite(BigDecimal value, EvalContext context) {
    double number = value.doubleValue();
    if (Double.isInfinite(number)) {
      context.warn(1292, "Truncated incorrect DOUBLE value: '" + value + "'");
      return Math.copySign(Double.MAX_VALUE, number);
    }
    return number;
  }

  private static void appendTime(
      Vector source, int row, Type target, VectorBuilder out, EvalContext context) {
    LocalDateTime time =
        source.type().kind() == Kind.TIME
            ? Times.at(source, row, context)
            : source.type().kind() == Kind.DURATION
                ? today(context).plusNanos(source.getLong(row))
                : Times.parse(Values.text(source, row), context);
    if (time == null) {
      out.appendNull();
    } else {
      out.appendLong(
          CoreTime.of(
              target.code() == TypeCode.DATE ? time : rounded(time, target.decimals()), target));
    }
  }

  /// A time of day belongs to the day of the statement.
  private static LocalDateTime today(EvalContext context) {
    return context.now().atZone(context.zone()).toLocalDate().atStartOfDay();
  }

  /// Adds half of the last digit, so that cutting rounds.
  private static LocalDateTime rounded(LocalDateTime time, int decimals) {
    return time.plusNanos((long) Math.pow(10, 9 - decimals) / 2);
  }

  /// Rounds nanoseconds half away from zero to `decimals` digits of a second.
  private static long rounded(long nanos, int decimals) {
    long unit = (long) Math.pow(10, 9 - decimals);
    return (nanos + Long.signum(nanos) * unit / 2) / unit * unit;
  }

  private static void appendDuration(
      Vector source, int row, Type target, VectorBuilder out, EvalContext context) {
    switch (source.type().kind()) {
      case DURATION -> out.appendLong(rounded(source.getLong(row), target.decimals()));
      case TIME -> {
        long bits = source.getLong(row);
        long seconds =
            (CoreTime.hour(bits) * 60L + CoreTime.minute(bits)) * 60 + CoreTime.second(bits);
        out.appendLong(
            rounded((seconds * 1_000_000 + CoreTime.micros(bits)) * 1000, target.decimals()));
      }
      default -> {
        TimeText.Duration duration = TimeText.duration(Values.text(source, row));
        if (duration == null || !duration.whole() || duration.clipped()) {
          context.warn(1292, "Truncated incorrect time value: '" + Values.text(source, row) + "'");
        }
        Times.append(
            out, duration == null ? null : (Long) rounded(duration.nanos(), target.decimals()));
      }
    }
  }
}

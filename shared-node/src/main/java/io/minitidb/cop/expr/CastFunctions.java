package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Conversions between kinds, explicit (CAST) and implied (a text compared with a number). Text that is no number gives its numeric
/// prefix and warning 1292; text that is no time gives NULL and warning 1292.
final class CastFunctions {
  static final List<Function> ALL = all();

  private CastFunctions() {}

  private static List<Function> all() {
    List<Function> all = new ArrayList<>();
    for (Kind from : Kind.values()) {
      for (Kind to : Kind.values()) {
        // The casts from INT begin at 1, because 0 means that no signature was given; the others at tens.
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

  private static void cast(Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    Vector source = args[0];
    Type target = call.type();
    for (int row = 0; row < rows; row++) {
      if (source.isNull(row)) {
        out.appendNull();
        continue;
      }
      switch (target.kind()) {
        case INT -> out.appendLong(toLong(source, row, context));
        case REAL -> out.appendDouble(toDouble(source, row, context));
        case DECIMAL -> out.appendDecimal(toDecimal(source, row, context));
        case STRING, JSON -> out.appendString(shortened(Values.text(source, row), target));
        case TIME -> appendTime(source, row, target, out, context);
        case DURATION -> appendDuration(source, row, out, context);
      }
    }
  }

  private static String shortened(String text, Type target) {
    boolean fits = target.length() <= 0 || text.codePointCount(0, text.length()) <= target.length();
    return fits ? text : text.substring(0, text.offsetByCodePoints(0, target.length()));
  }

  private static long toLong(Vector source, int row, EvalContext context) {
    return switch (source.type().kind()) {
      case INT -> source.getLong(row);
      case REAL -> clamp(new BigDecimal(source.getDouble(row)), context);
      case DECIMAL -> clamp(source.getDecimal(row), context);
      case STRING, JSON -> clamp(number(source.getString(row), "INTEGER", context), context);
      case TIME, DURATION -> clamp(Values.numberOfTime(source, row), context);
    };
  }

  private static long clamp(BigDecimal value, EvalContext context) {
    BigDecimal rounded = value.setScale(0, RoundingMode.HALF_UP);
    if (rounded.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      context.warn(1292, "Truncated incorrect INTEGER value: '" + value.toPlainString() + "'");
      return rounded.toBigInteger().bitLength() <= 64 ? rounded.longValue() : Long.MAX_VALUE;
    }
    if (rounded.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) < 0) {
      context.warn(1292, "Truncated incorrect INTEGER value: '" + value.toPlainString() + "'");
      return Long.MIN_VALUE;
    }
    return rounded.longValueExact();
  }

  private static double toDouble(Vector source, int row, EvalContext context) {
    return switch (source.type().kind()) {
      case INT -> source.type().unsigned() ? Values.integer(source, row).doubleValue() : (double) source.getLong(row);
      case REAL -> source.getDouble(row);
      case DECIMAL -> source.getDecimal(row).doubleValue();
      case STRING, JSON -> number(source.getString(row), "DOUBLE", context).doubleValue();
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
    if (prefix.length() != text.strip().length()) {
      context.warn(1292, "Truncated incorrect " + type + " value: '" + text + "'");
    }
    return prefix.isEmpty() ? BigDecimal.ZERO : new BigDecimal(prefix);
  }

  private static void appendTime(Vector source, int row, Type target, VectorBuilder out, EvalContext context) {
    if (source.type().kind() == Kind.TIME) {
      out.appendLong(CoreTime.of(CoreTime.toLocal(source.getLong(row)), target));
      return;
    }
    LocalDateTime time = TimeText.parse(Values.text(source, row));
    if (time == null) {
      context.warn(1292, "Incorrect datetime value: '" + Values.text(source, row) + "'");
      out.appendNull();
    } else {
      out.appendLong(CoreTime.of(time, target));
    }
  }

  private static void appendDuration(Vector source, int row, VectorBuilder out, EvalContext context) {
    switch (source.type().kind()) {
      case DURATION -> out.appendLong(source.getLong(row));
      case TIME -> out.appendLong(CoreTime.toLocal(source.getLong(row)).toLocalTime().toNanoOfDay());
      default -> {
        Long nanos = TimeText.parseDuration(Values.text(source, row));
        if (nanos == null) {
          context.warn(1292, "Truncated incorrect time value: '" + Values.text(source, row) + "'");
          out.appendNull();
        } else {
          out.appendLong(nanos);
        }
      }
    }
  }
}

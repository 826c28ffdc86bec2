package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// Parts of times of day and of lengths of time, and how they are made.
final class TimeFunctions {
  static final List<Function> ALL = all();

  private static final long SECOND = 1_000_000_000L;

  private TimeFunctions() {}

  private static List<Function> all() {
    List<Function> all = new ArrayList<>();
    part(all, 6013, "hour", TimeParts::hour);
    part(all, 6014, "minute", TimeParts::minute);
    part(all, 6015, "second", TimeParts::second);
    part(all, 6016, "microsecond", TimeParts::micro);
    all.add(new Function(100220, "extract", Kind.TIME, TimeFunctions::extract));
    all.add(new Function(100221, "extract", Kind.DURATION, TimeFunctions::extract));
    all.add(
        new Function(
            100222,
            "time_to_sec",
            Kind.DURATION,
            Bodies.longs((a, i) -> a[0].getLong(i) / SECOND)));
    all.add(
        new Function(
            100223,
            "sec_to_time",
            Kind.DECIMAL,
            Bodies.integers((a, i, c) -> clipped(a[0].getDecimal(i), c))));
    all.add(
        new Function(
            100224,
            "maketime",
            Kind.INT,
            Bodies.integers((a, i, c) -> {
              long minute = a[1].getLong(i);
              BigDecimal second = a[2].getDecimal(i);
              boolean bad = minute < 0 || minute > 59 || second.signum() < 0;
              if (bad || second.compareTo(BigDecimal.valueOf(60)) >= 0) {
                return null;
              }
              long hour = a[0].getLong(i);
              BigDecimal seconds =
                  BigDecimal.valueOf(hour)
                      .abs()
                      .multiply(BigDecimal.valueOf(3600))
                      .add(BigDecimal.valueOf(minute * 60))
                      .add(second);
              return clipped(hour < 0 ? seconds.negate() : seconds, c);
            })));
    return all;
  }

  private static void part(
      List<Function> all, int sig, String name, ToLongFunction<TimeParts> part) {
    all.add(
        new Function(
            sig,
            name,
            Kind.DURATION,
            Bodies.longs((a, i) -> part.applyAsLong(TimeParts.of(a[0], i)))));
  }

  /// Returns seconds as nanoseconds, at most 838:59:59 with a warning.
  private static Long clipped(BigDecimal seconds, EvalContext context) {
    BigDecimal nanos =
        seconds.movePointRight(6).setScale(0, RoundingMode.HALF_UP).movePointRight(3);
    if (nanos.abs().compareTo(BigDecimal.valueOf(TimeText.LONGEST)) > 0) {
      context.warn(1292, "Truncated incorrect time value: '" + seconds.toPlainString() + "'");
      return nanos.signum() < 0 ? -TimeText.LONGEST : TimeText.LONGEST;
    }
    return nanos.longValueExact();
  }

  /// (time, unit): the fields of a compound unit stand behind each other, as in 20240203 for a day
  /// of a month; microseconds take six digits.
  private static void extract(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
        continue;
      }
      String name = args[1].getString(row).toUpperCase(Locale.ROOT);
      TimeParts parts = TimeParts.of(args[0], row);
      out.appendLong(parts.sign() * parts.unit(IntervalUnit.of(name).orElseThrow()));
    }
  }
}

package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;

/// Functions of dates and times.
final class TimeFunctions {
  static final List<Function> ALL =
      List.of(
          new Function(
              6029, "year", Kind.TIME, Bodies.longs((a, i) -> CoreTime.year(a[0].getLong(i)))),
          new Function(
              6017, "month", Kind.TIME, Bodies.longs((a, i) -> CoreTime.month(a[0].getLong(i)))),
          new Function(
              6022, "day", Kind.TIME, Bodies.longs((a, i) -> CoreTime.day(a[0].getLong(i)))),
          new Function(
              6013, "hour", Kind.TIME, Bodies.longs((a, i) -> CoreTime.hour(a[0].getLong(i)))),
          new Function(
              6014, "minute", Kind.TIME, Bodies.longs((a, i) -> CoreTime.minute(a[0].getLong(i)))),
          new Function(
              6015, "second", Kind.TIME, Bodies.longs((a, i) -> CoreTime.second(a[0].getLong(i)))),
          new Function(
              6016,
              "microsecond",
              Kind.TIME,
              Bodies.longs((a, i) -> CoreTime.micros(a[0].getLong(i)))),
          new Function(6066, "unix_timestamp", Kind.TIME, TimeFunctions::unixTimestamp),
          new Function(100220, "extract", Kind.TIME, TimeFunctions::extract),
          new Function(100221, "extract", Kind.DURATION, TimeFunctions::extract));

  private TimeFunctions() {}

  /// Seconds since 1970; 0 for moments before and for the zero date.
  private static void unixTimestamp(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (args[0].isNull(row)) {
        out.appendNull();
      } else {
        LocalDateTime time = Times.local(args[0].getLong(row));
        out.appendLong(time == null ? 0 : Math.max(0, time.atZone(context.zone()).toEpochSecond()));
      }
    }
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

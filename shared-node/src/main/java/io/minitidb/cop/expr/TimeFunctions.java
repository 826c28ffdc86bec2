package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
          new Function(100001, "add_micros", Kind.TIME, TimeFunctions::addMicros),
          new Function(100002, "add_months", Kind.TIME, TimeFunctions::addMonths),
          new Function(100003, "micros_between", Kind.TIME, TimeFunctions::microsBetween));

  private TimeFunctions() {}

  /// Returns the moment, or null for the zero date and others that no calendar has.
  static @Nullable LocalDateTime local(long bits) {
    try {
      return CoreTime.toLocal(bits);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// Seconds since 1970; 0 for moments before and for the zero date.
  private static void unixTimestamp(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (args[0].isNull(row)) {
        out.appendNull();
      } else {
        LocalDateTime time = local(args[0].getLong(row));
        out.appendLong(time == null ? 0 : Math.max(0, time.atZone(context.zone()).toEpochSecond()));
      }
    }
  }

  /// time + microseconds; how INTERVAL of a fixed length is added.
  private static void addMicros(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    add(call, args, rows, out, context, ChronoUnit.MICROS);
  }

  /// time + months; the day is cut to the length of the month.
  private static void addMonths(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    add(call, args, rows, out, context, ChronoUnit.MONTHS);
  }

  private static void add(
      Expr.Call call,
      Vector[] args,
      int rows,
      VectorBuilder out,
      EvalContext context,
      ChronoUnit unit) {
    for (int row = 0; row < rows; row++) {
      LocalDateTime time = Bodies.anyNull(args, row) ? null : valid(args[0], row, context);
      if (time == null) {
        out.appendNull();
        continue;
      }
      LocalDateTime sum = plus(time, args[1].getLong(row), unit);
      if (sum == null) {
        context.warn(1441, "Datetime function: datetime field overflow");
        out.appendNull();
      } else {
        out.appendLong(CoreTime.of(sum, call.type()));
      }
    }
  }

  private static @Nullable LocalDateTime valid(Vector times, int row, EvalContext context) {
    LocalDateTime time = local(times.getLong(row));
    if (time == null) {
      context.warn(1292, "Incorrect datetime value: '" + Values.text(times, row) + "'");
    }
    return time;
  }

  /// Returns null when the sum is not between the years 0 and 9999.
  private static @Nullable LocalDateTime plus(LocalDateTime time, long amount, ChronoUnit unit) {
    try {
      LocalDateTime sum = time.plus(amount, unit);
      return sum.getYear() < 0 || sum.getYear() > 9999 ? null : sum;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static void microsBetween(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      LocalDateTime from = Bodies.anyNull(args, row) ? null : valid(args[0], row, context);
      LocalDateTime to = from == null ? null : valid(args[1], row, context);
      if (from == null || to == null) {
        out.appendNull();
      } else {
        out.appendLong(ChronoUnit.MICROS.between(from, to));
      }
    }
  }
}

package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;

/// Functions of dates and times.
final class TimeFunctions {
  static final List<Function> ALL =
      List.of(
          new Function(6029, "year", Kind.TIME, Bodies.longs((a, i) -> CoreTime.year(a[0].getLong(i)))),
          new Function(6017, "month", Kind.TIME, Bodies.longs((a, i) -> CoreTime.month(a[0].getLong(i)))),
          new Function(6022, "day", Kind.TIME, Bodies.longs((a, i) -> CoreTime.day(a[0].getLong(i)))),
          new Function(6013, "hour", Kind.TIME, Bodies.longs((a, i) -> CoreTime.hour(a[0].getLong(i)))),
          new Function(6014, "minute", Kind.TIME, Bodies.longs((a, i) -> CoreTime.minute(a[0].getLong(i)))),
          new Function(6015, "second", Kind.TIME, Bodies.longs((a, i) -> CoreTime.second(a[0].getLong(i)))),
          new Function(6016, "microsecond", Kind.TIME, Bodies.longs((a, i) -> CoreTime.micros(a[0].getLong(i)))),
          new Function(6066, "unix_timestamp", Kind.TIME, TimeFunctions::unixTimestamp),
          new Function(100001, "add_micros", Kind.TIME, TimeFunctions::addMicros),
          new Function(100002, "add_months", Kind.TIME, TimeFunctions::addMonths),
          new Function(100003, "micros_between", Kind.TIME, TimeFunctions::microsBetween));

  private TimeFunctions() {}

  private static void unixTimestamp(Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (args[0].isNull(row)) {
        out.appendNull();
      } else {
        out.appendLong(CoreTime.toLocal(args[0].getLong(row)).atZone(context.zone()).toEpochSecond());
      }
    }
  }

  /// time + microseconds; how INTERVAL of a fixed length is added.
  private static void addMicros(Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
      } else {
        LocalDateTime time = CoreTime.toLocal(args[0].getLong(row));
        append(time.plus(Duration.ofNanos(Math.multiplyExact(args[1].getLong(row), 1000L))), call, out);
      }
    }
  }

  /// time + months; the day is cut to the length of the month.
  private static void addMonths(Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
      } else {
        append(CoreTime.toLocal(args[0].getLong(row)).plusMonths(args[1].getLong(row)), call, out);
      }
    }
  }

  private static void append(LocalDateTime time, Expr.Call call, VectorBuilder out) {
    if (time.getYear() < 0 || time.getYear() > 9999) {
      out.appendNull();
    } else {
      out.appendLong(CoreTime.of(time, call.type()));
    }
  }

  private static void microsBetween(Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
      } else {
        Duration between = Duration.between(
                CoreTime.toLocal(args[0].getLong(row)), CoreTime.toLocal(args[1].getLong(row)));
        out.appendLong(between.toNanos() / 1000);
      }
    }
  }
}

package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.VectorBuilder;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// What a statement asks about its moment, its session and its server. One value for the whole
/// statement, except that of `sysdate()`.
final class SessionFunctions {
  static final List<Function> ALL =
      List.of(
          of(100100, "now", Kind.TIME, (call, c) -> time(c.now(), c.zone(), call.type())),
          of(100101, "utc_now", Kind.TIME, (call, c) -> time(c.now(), ZoneOffset.UTC, call.type())),
          of(100102, "curtime", Kind.DURATION, (call, c) -> timeOfDay(c, c.zone(), call.type())),
          of(
              100103,
              "utc_time",
              Kind.DURATION,
              (call, c) -> timeOfDay(c, ZoneOffset.UTC, call.type())),
          of(100104, "unix_now", Kind.INT, (call, c) -> c.now().getEpochSecond()),
          new Function(
              100105,
              "sysdate",
              Kind.TIME,
              Function.Stability.ROW,
              (call, args, rows, out, c) -> {
                for (int row = 0; row < rows; row++) {
                  out.appendLong(CoreTime.of(Instant.now(), c.zone(), call.type()));
                }
              }),
          of(100106, "database", Kind.STRING, (call, c) -> c.session().database()),
          of(100107, "user", Kind.STRING, (call, c) -> c.session().user()),
          of(100108, "connection_id", Kind.INT, (call, c) -> c.session().connectionId()),
          of(100109, "found_rows", Kind.INT, (call, c) -> c.session().foundRows()),
          of(100110, "last_insert_id", Kind.INT, (call, c) -> c.session().lastInsertId().get()),
          of(100111, "row_count", Kind.INT, (call, c) -> -1L),
          of(100112, "current_user", Kind.STRING, (call, c) -> c.session().account()));

  private SessionFunctions() {}

  private interface Fact {
    Object of(Expr.Call call, EvalContext context);
  }

  private static Function of(int sig, String name, Kind kind, Fact fact) {
    return new Function(
        sig,
        name,
        kind,
        Function.Stability.STATEMENT,
        (call, args, rows, out, context) -> {
          Object value = fact.of(call, context);
          for (int row = 0; row < rows; row++) {
            append(value, out);
          }
        });
  }

  private static void append(Object value, VectorBuilder out) {
    switch (value) {
      case Long number -> out.appendLong(number);
      case String text -> out.appendString(text);
      case Optional<?> known -> out.appendString((String) known.orElse(null));
      default -> throw new IllegalArgumentException(value.getClass().getName());
    }
  }

  private static long time(Instant now, ZoneId zone, Type type) {
    return CoreTime.of(now, zone, type);
  }

  private static long timeOfDay(EvalContext context, ZoneId zone, Type type) {
    long unit = (long) Math.pow(10, 9 - type.decimals());
    return context.now().atZone(zone).toLocalTime().toNanoOfDay() / unit * unit;
  }
}

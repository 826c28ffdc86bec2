package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Between instants and local times.
final class ZoneFunctions {
  /// 3001-01-18 23:59:59 UTC, the last second that MySQL converts.
  private static final BigDecimal LAST = BigDecimal.valueOf(32_536_771_199L);

  static final List<Function> ALL =
      List.of(
          new Function(6066, "unix_timestamp", Kind.TIME, ZoneFunctions::unixTimestamp),
          new Function(
              6088,
              "from_unixtime",
              Kind.DECIMAL,
              Bodies.times((a, i, c) -> fromUnix(a[0].getDecimal(i), c.zone()))),
          new Function(
              100240,
              "from_unixtime_format",
              Kind.DECIMAL,
              Bodies.texts((a, i, c) -> {
                LocalDateTime time = fromUnix(a[0].getDecimal(i), c.zone());
                return time == null ? null : DateFormats.format(time, a[1].getString(i));
              })),
          new Function(
              100241,
              "convert_tz",
              Kind.TIME,
              Bodies.times((a, i, c) -> {
                LocalDateTime time = Times.at(a[0], i, c);
                ZoneId from = zone(a[1].getString(i));
                ZoneId to = zone(a[2].getString(i));
                return time == null || from == null || to == null
                    ? null
                    : time.atZone(from).withZoneSameInstant(to).toLocalDateTime();
              })),
          new Function(
              100242,
              "tidb_parse_tso",
              Kind.INT,
              Bodies.times((a, i, c) -> {
                long tso = a[0].getLong(i);
                return tso <= 0
                    ? null
                    : LocalDateTime.ofInstant(Instant.ofEpochMilli(tso >>> 18), c.zone());
              })));

  private ZoneFunctions() {}

  /// Seconds since 1970; 0 for moments before and for the zero date.
  private static void unixTimestamp(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    boolean integer = call.type().kind() == Kind.INT;
    for (int row = 0; row < rows; row++) {
      if (args[0].isNull(row)) {
        out.appendNull();
        continue;
      }
      LocalDateTime time = Times.local(args[0].getLong(row));
      Instant instant = time == null ? Instant.EPOCH : time.atZone(context.zone()).toInstant();
      BigDecimal seconds =
          BigDecimal.valueOf(instant.getEpochSecond())
              .add(BigDecimal.valueOf(instant.getNano(), 9))
              .max(BigDecimal.ZERO);
      if (integer) {
        out.appendLong(seconds.longValue());
      } else {
        out.appendDecimal(seconds);
      }
    }
  }

  private static @Nullable LocalDateTime fromUnix(BigDecimal seconds, ZoneId zone) {
    if (seconds.signum() < 0 || seconds.compareTo(LAST) > 0) {
      return null;
    }
    long micros = seconds.movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValueExact();
    return LocalDateTime.ofInstant(
        Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000), zone);
  }

  /// Reads a name or an offset; null when there is no such zone.
  private static @Nullable ZoneId zone(String name) {
    try {
      return name.equalsIgnoreCase("SYSTEM") ? ZoneId.systemDefault() : ZoneId.of(name);
    } catch (DateTimeException e) {
      return null;
    }
  }
}

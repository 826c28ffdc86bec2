package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Dates and times plus and minus intervals, and the distances between them. Arguments are (time,
/// amount, unit). A result outside the years 0 to 9999 is NULL with warning 1441.
final class DateArithmetic {
  static final List<Function> ALL = all();

  private DateArithmetic() {}

  private static List<Function> all() {
    List<Function> all = new ArrayList<>();
    int sig = 100200;
    for (Kind kind : List.of(Kind.TIME, Kind.STRING, Kind.DURATION)) {
      all.add(new Function(sig++, "date_add", kind, shift(1)));
      all.add(new Function(sig++, "date_sub", kind, shift(-1)));
    }
    all.add(new Function(100210, "timestampdiff", Kind.STRING, DateArithmetic::difference));
    all.add(
        new Function(
            6003,
            "datediff",
            Kind.TIME,
            (call, args, rows, out, context) -> {
              for (int row = 0; row < rows; row++) {
                LocalDateTime to = Times.at(args[0], row, context);
                LocalDateTime from = Times.at(args[1], row, context);
                Times.append(
                    out,
                    to == null || from == null
                        ? null
                        : ChronoUnit.DAYS.between(from.toLocalDate(), to.toLocalDate()));
              }
            }));
    return all;
  }

  private static Function.Body shift(int sign) {
    return (call, args, rows, out, context) -> {
      for (int row = 0; row < rows; row++) {
        if (Bodies.anyNull(args, row)) {
          out.appendNull();
          continue;
        }
        IntervalUnit unit = unit(args[2], row);
        try {
          IntervalUnit.Amount amount = unit.amount(args[1], row);
          if (amount == null) {
            out.appendNull();
          } else {
            long count = Math.multiplyExact(amount.count(), (long) sign);
            shift(args[0], row, unit, count, out, context);
          }
        } catch (ArithmeticException e) {
          overflow(out, context);
        }
      }
    };
  }

  private static void overflow(VectorBuilder out, EvalContext context) {
    context.warn(1441, "Datetime function: datetime field overflow");
    out.appendNull();
  }

  private static IntervalUnit unit(Vector units, int row) {
    String text = units.getString(row);
    return IntervalUnit.of(text)
        .orElseThrow(() -> new EvalException(1064, "'" + text + "' is no unit of time"));
  }

  private static void shift(
      Vector times, int row, IntervalUnit unit, long count, VectorBuilder out, EvalContext c) {
    Type target = out.type();
    if (target.kind() == Kind.DURATION) {
      long nanos = Math.addExact(times.getLong(row), Math.multiplyExact(count, 1000L));
      if (Math.abs(nanos) > TimeText.LONGEST) {
        overflow(out, c);
      } else {
        out.appendLong(nanos);
      }
      return;
    }
    LocalDateTime time =
        times.type().kind() == Kind.DURATION
            ? today(c).plusNanos(times.getLong(row))
            : times.type().kind() == Kind.STRING
                ? Times.parse(times.getString(row), c)
                : Times.at(times, row, c);
    if (time == null) {
      out.appendNull();
      return;
    }
    LocalDateTime sum = plus(time, count, unit.isMonths() ? ChronoUnit.MONTHS : ChronoUnit.MICROS);
    if (sum == null) {
      overflow(out, c);
    } else if (target.kind() == Kind.TIME) {
      out.appendLong(CoreTime.of(sum, target));
    } else {
      boolean date = unit.isOfDays() && !times.getString(row).contains(":");
      out.appendString(text(sum, date));
    }
  }

  /// Text stays text: a date when only days are counted, with a fraction when there is one.
  private static String text(LocalDateTime time, boolean date) {
    Type type =
        date
            ? Type.DATE
            : new Type(
                TypeCode.DATETIME, false, 0, time.get(ChronoField.NANO_OF_SECOND) == 0 ? 0 : 6);
    return CoreTime.format(CoreTime.of(time, type), type);
  }

  private static LocalDateTime today(EvalContext context) {
    return context.now().atZone(context.zone()).toLocalDate().atStartOfDay();
  }

  /// Returns null when the sum is not between the years 0 and 9999.
  static @Nullable LocalDateTime plus(LocalDateTime time, long amount, ChronoUnit unit) {
    try {
      LocalDateTime sum = time.plus(amount, unit);
      return sum.getYear() < 0 || sum.getYear() > 9999 ? null : sum;
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  /// (unit, from, to): whole units, towards zero.
  private static void difference(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      LocalDateTime from = Times.at(args[1], row, context);
      LocalDateTime to = Times.at(args[2], row, context);
      if (args[0].isNull(row) || from == null || to == null) {
        out.appendNull();
        continue;
      }
      IntervalUnit unit = unit(args[0], row);
      out.appendLong(
          unit.isMonths()
              ? ChronoUnit.MONTHS.between(from, to) / unit.size()
              : ChronoUnit.MICROS.between(from, to) / unit.size());
    }
  }
}

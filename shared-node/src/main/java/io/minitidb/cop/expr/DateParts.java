package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// Numbers and names of a date.
final class DateParts {
  /// What MySQL's day number of 1970-01-01 is.
  private static final long EPOCH = 719_528;

  static final List<Function> ALL =
      List.of(
          new Function(
              6029, "year", Kind.TIME, Bodies.longs((a, i) -> CoreTime.year(a[0].getLong(i)))),
          new Function(
              6017, "month", Kind.TIME, Bodies.longs((a, i) -> CoreTime.month(a[0].getLong(i)))),
          new Function(
              6022, "day", Kind.TIME, Bodies.longs((a, i) -> CoreTime.day(a[0].getLong(i)))),
          new Function(
              100300,
              "quarter",
              Kind.TIME,
              Bodies.longs((a, i) -> (CoreTime.month(a[0].getLong(i)) + 2) / 3)),
          of(100301, "weekday", date -> date.getDayOfWeek().getValue() - 1L),
          of(100302, "dayofweek", date -> date.getDayOfWeek().getValue() % 7 + 1L),
          of(100303, "dayofyear", LocalDate::getDayOfYear),
          of(100304, "weekofyear", date -> Weeks.of(date, 3).week()),
          of(100305, "to_days", date -> date.toEpochDay() + EPOCH),
          new Function(
              100306,
              "week",
              Kind.TIME,
              Bodies.integers((a, i, c) -> {
                LocalDateTime time = Times.at(a[0], i, c);
                int mode = a.length > 1 ? (int) (a[1].getLong(i) & 7) : 0;
                return time == null
                    ? null
                    : (Long) (long) Weeks.of(time.toLocalDate(), mode).week();
              })),
          new Function(
              100307,
              "yearweek",
              Kind.TIME,
              Bodies.integers((a, i, c) -> {
                LocalDateTime time = Times.at(a[0], i, c);
                // A week before the first one belongs to the year before.
                int mode = a.length > 1 ? (int) (a[1].getLong(i) & 7) | 2 : 2;
                if (time == null) {
                  return null;
                }
                Weeks.YearWeek week = Weeks.of(time.toLocalDate(), mode);
                return week.year() * 100L + week.week();
              })),
          new Function(
              100308,
              "to_seconds",
              Kind.TIME,
              Bodies.integers((a, i, c) -> {
                LocalDateTime time = Times.at(a[0], i, c);
                return time == null
                    ? null
                    : (Long)
                        ((time.toLocalDate().toEpochDay() + EPOCH) * 86_400
                            + time.toLocalTime().toSecondOfDay());
              })),
          new Function(
              100309,
              "dayname",
              Kind.TIME,
              Bodies.texts((a, i, c) -> {
                LocalDateTime time = Times.at(a[0], i, c);
                return time == null
                    ? null
                    : time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
              })),
          new Function(
              100310,
              "monthname",
              Kind.TIME,
              Bodies.texts((a, i, c) -> {
                LocalDateTime time = Times.at(a[0], i, c);
                return time == null
                    ? null
                    : time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
              })),
          new Function(
              100311,
              "last_day",
              Kind.TIME,
              Bodies.times((a, i, c) -> {
                LocalDateTime time = Times.at(a[0], i, c);
                return time == null
                    ? null
                    : time.withDayOfMonth(time.toLocalDate().lengthOfMonth());
              })),
          new Function(
              100312,
              "from_days",
              Kind.INT,
              Bodies.integers((a, i, c) -> {
                long day = a[0].getLong(i);
                return day < 366 || day > 3_652_424
                    ? CoreTime.ZERO_DATE
                    : CoreTime.of(LocalDate.ofEpochDay(day - EPOCH).atStartOfDay(), Type.DATE);
              })),
          new Function(
              100313,
              "makedate",
              Kind.INT,
              Bodies.times((a, i, c) -> {
                long year = a[0].getLong(i);
                long day = a[1].getLong(i);
                year += year < 0 || year > 99 ? 0 : year < 70 ? 2000 : 1900;
                if (year < 0 || year > 9999 || day < 1 || day > 3_652_424) {
                  return null;
                }
                LocalDate date = LocalDate.ofYearDay((int) year, 1).plusDays(day - 1);
                return date.getYear() > 9999 ? null : date.atStartOfDay();
              })),
          new Function(
              100314,
              "period_add",
              Kind.INT,
              Bodies.longs((a, i) -> period(months(a[0].getLong(i)) + a[1].getLong(i)))),
          new Function(
              100315,
              "period_diff",
              Kind.INT,
              Bodies.longs((a, i) -> months(a[0].getLong(i)) - months(a[1].getLong(i)))));

  private DateParts() {}

  private static Function of(int sig, String name, ToLongFunction<LocalDate> part) {
    return new Function(
        sig,
        name,
        Kind.TIME,
        Bodies.integers((a, i, c) -> {
          LocalDateTime time = Times.at(a[0], i, c);
          return time == null ? null : (Long) part.applyAsLong(time.toLocalDate());
        }));
  }

  /// Reads YYMM or YYYYMM as months since the year 0.
  private static long months(long period) {
    long year = period / 100;
    long month = period % 100;
    if (period < 0 || month < 1 || month > 12) {
      throw new EvalException(1210, "Incorrect arguments to period");
    }
    year += year > 99 ? 0 : year < 70 ? 2000 : 1900;
    return year * 12 + month - 1;
  }

  private static long period(long months) {
    if (months < 0) {
      throw new EvalException(1210, "Incorrect arguments to period_add");
    }
    return months / 12 * 100 + months % 12 + 1;
  }
}

package io.minitidb.cop.expr;

import java.time.DayOfWeek;
import java.time.LocalDate;

/// MySQL's numbers of weeks. The mode has three bits: 1 weeks begin on Monday (otherwise Sunday), 2
/// weeks of a year are 1 to 53 (otherwise 0 to 53), 4 and the rest together tell whether week 1 is
/// the first with four days or the first full one.
final class Weeks {
  private Weeks() {}

  /// A week and the year that it belongs to.
  record YearWeek(int year, int week) {}

  static long week(int year, int month, int day, int mode) {
    if (month == 0 || day == 0) {
      return 0;
    }
    return of(LocalDate.of(year, month, day), mode).week();
  }

  /// Returns the week by `mode`, 0 to 7, as WEEK() counts.
  static YearWeek of(LocalDate date, int mode) {
    boolean monday = (mode & 1) != 0;
    boolean fromOne = (mode & 2) != 0;
    // Modes 1, 3, 4 and 6 count from the week with four days in the year.
    boolean fourDays = monday ? (mode & 4) == 0 : (mode & 4) != 0;
    LocalDate start = firstWeek(date.getYear(), monday, fourDays);
    if (date.isBefore(start)) {
      if (!fromOne) {
        return new YearWeek(date.getYear(), 0);
      }
      return new YearWeek(
          date.getYear() - 1, between(firstWeek(date.getYear() - 1, monday, fourDays), date));
    }
    if (fromOne && date.getYear() < 9999) {
      LocalDate next = firstWeek(date.getYear() + 1, monday, fourDays);
      if (!date.isBefore(next)) {
        return new YearWeek(date.getYear() + 1, 1);
      }
    }
    return new YearWeek(date.getYear(), between(start, date));
  }

  private static int between(LocalDate start, LocalDate date) {
    return (int) (date.toEpochDay() - start.toEpochDay()) / 7 + 1;
  }

  /// Returns the day on which week 1 begins, which may lie in the year before.
  private static LocalDate firstWeek(int year, boolean monday, boolean fourDays) {
    LocalDate first = LocalDate.of(year, 1, 1);
    DayOfWeek begin = monday ? DayOfWeek.MONDAY : DayOfWeek.SUNDAY;
    int past = Math.floorMod(first.getDayOfWeek().getValue() - begin.getValue(), 7);
    boolean whole = past == 0 || fourDays && past <= 3;
    return first.minusDays(past).plusDays(whole ? 0 : 7);
  }
}

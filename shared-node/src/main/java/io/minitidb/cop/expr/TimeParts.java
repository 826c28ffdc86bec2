package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;

/// The fields of a date, a datetime or a length of time; of the last the hours may be many.
///
/// @param sign -1 for a negative length of time, otherwise 1
record TimeParts(
    int sign, long year, long month, long day, long hour, long minute, long second, long micro) {

  static TimeParts of(Vector times, int row) {
    long value = times.getLong(row);
    return times.type().kind() == Kind.DURATION ? ofDuration(value) : ofTime(value);
  }

  static TimeParts ofTime(long bits) {
    return new TimeParts(
        1,
        CoreTime.year(bits),
        CoreTime.month(bits),
        CoreTime.day(bits),
        CoreTime.hour(bits),
        CoreTime.minute(bits),
        CoreTime.second(bits),
        CoreTime.micros(bits));
  }

  static TimeParts ofDuration(long nanos) {
    long micros = Math.abs(nanos) / 1000;
    long seconds = micros / 1_000_000;
    return new TimeParts(
        nanos < 0 ? -1 : 1,
        0,
        0,
        0,
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        micros % 1_000_000);
  }

  /// Returns the fields of `unit` behind each other.
  long unit(IntervalUnit unit) {
    return switch (unit) {
      case MICROSECOND -> micro;
      case SECOND -> second;
      case MINUTE -> minute;
      case HOUR -> hour;
      case DAY -> day;
      case WEEK -> Weeks.week((int) year, (int) month, (int) day, 0);
      case MONTH -> month;
      case QUARTER -> (month + 2) / 3;
      case YEAR -> year;
      case YEAR_MONTH -> year * 100 + month;
      case DAY_HOUR -> day * 100 + hour;
      case DAY_MINUTE -> unit(IntervalUnit.DAY_HOUR) * 100 + minute;
      case DAY_SECOND -> unit(IntervalUnit.DAY_MINUTE) * 100 + second;
      case DAY_MICROSECOND -> unit(IntervalUnit.DAY_SECOND) * 1_000_000 + micro;
      case HOUR_MINUTE -> hour * 100 + minute;
      case HOUR_SECOND -> unit(IntervalUnit.HOUR_MINUTE) * 100 + second;
      case HOUR_MICROSECOND -> unit(IntervalUnit.HOUR_SECOND) * 1_000_000 + micro;
      case MINUTE_SECOND -> minute * 100 + second;
      case MINUTE_MICROSECOND -> unit(IntervalUnit.MINUTE_SECOND) * 1_000_000 + micro;
      case SECOND_MICROSECOND -> second * 1_000_000 + micro;
    };
  }
}

package io.minitidb.cop.expr;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Dates and times as MySQL reads and prints them.
public final class TimeText {
  /// Parts may be separated by any punctuation, date and time of day by blanks or a T.
  private static final Pattern DELIMITED =
      Pattern.compile(
          "\\s*(\\d{1,4})[\\p{Punct}](\\d{1,2})[\\p{Punct}](\\d{1,2})"
              + "(?:(?:[T\\s]+|(?=\\D))(\\d{1,2})(?:[\\p{Punct}](\\d{1,2})"
              + "(?:[\\p{Punct}](\\d{1,2})(?:\\.(\\d*))?)?)?)?");

  private static final Pattern DIGITS = Pattern.compile("\\s*(\\d{5,14})(?:\\.(\\d*))?");
  private static final Pattern DURATION =
      Pattern.compile(
          "(-?)(?:(\\d{1,2}) +)?(\\d{1,9})(?::(\\d{1,2})(?::(\\d{1,2}))?)?(?:\\.(\\d*))?");

  private static final Pattern DATETIME =
      Pattern.compile("\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,2}(?:[T ]|$)|\\d{12}|\\d{14}");

  /// 838:59:59 in nanoseconds.
  static final long LONGEST = ((838 * 60L + 59) * 60 + 59) * 1_000_000_000L;

  private TimeText() {}

  /// What a text begins with.
  ///
  /// @param whole whether nothing but blanks follows
  record Prefix(LocalDateTime time, boolean whole) {}

  /// Parses a date with or without a time of day; returns null for what MySQL calls an incorrect
  /// value and for text with something behind the time.
  public static @Nullable LocalDateTime parse(String text) {
    Prefix prefix = prefix(text);
    return prefix == null || !prefix.whole() ? null : prefix.time();
  }

  /// Parses the date and time that `text` begins with: with separators, or as digits `YYMMDD`,
  /// `YYYYMMDD`, `YYMMDDhhmmss`, `YYYYMMDDhhmmss`. Returns null when there is none.
  static @Nullable Prefix prefix(String text) {
    Matcher m = DELIMITED.matcher(text);
    if (m.lookingAt()) {
      return prefix(
          text, m, m.group(1), m.group(2), m.group(3), m.group(4), m.group(5), m.group(6), 7);
    }
    m = DIGITS.matcher(text);
    if (!m.lookingAt()) {
      return null;
    }
    String d = m.group(1);
    // An odd number of digits has lost a zero in front, as numbers do.
    d = d.length() % 2 == 1 ? "0" + d : d;
    int year = d.length() == 8 || d.length() == 14 ? 4 : 2;
    d = d.length() < year + 10 ? d + "0".repeat(year + 10 - d.length()) : d;
    return prefix(
        text,
        m,
        d.substring(0, year),
        d.substring(year, year + 2),
        d.substring(year + 2, year + 4),
        d.substring(year + 4, year + 6),
        d.substring(year + 6, year + 8),
        d.substring(year + 8, year + 10),
        2);
  }

  private static @Nullable Prefix prefix(
      String text,
      Matcher m,
      String year,
      String month,
      String day,
      @Nullable String hour,
      @Nullable String minute,
      @Nullable String second,
      int fraction) {
    int y = number(year);
    y += year.length() > 2 ? 0 : y < 70 ? 2000 : 1900;
    try {
      LocalDateTime time =
          LocalDateTime.of(
                  y, number(month), number(day), number(hour), number(minute), number(second))
              .plusNanos(nanos(m.group(fraction)));
      return new Prefix(time, text.substring(m.end()).isBlank());
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /// Rounds to microseconds, the finest that MySQL keeps.
  private static int nanos(@Nullable String fraction) {
    if (fraction == null || fraction.isEmpty()) {
      return 0;
    }
    String digits = (fraction + "00000000").substring(0, 9);
    return (Integer.parseInt(digits) + 500) / 1000 * 1000;
  }

  /// A time of day or a length of time that a text begins with.
  ///
  /// @param nanos at most 838:59:59, which `clipped` tells
  /// @param whole whether nothing but blanks follows
  record Duration(long nanos, boolean whole, boolean clipped) {}

  /// Parses text that is a [#duration] and nothing else into nanoseconds; returns null for other
  /// text.
  public static @Nullable Long parseDuration(String text) {
    Duration duration = duration(text);
    return duration == null || !duration.whole() ? null : (Long) duration.nanos();
  }

  /// Returns whether `text` has the shape of a date and a time of day.
  static boolean isDatetime(String text) {
    return DATETIME.matcher(text.strip()).lookingAt();
  }

  /// Parses `[-][d ]h:mm[:ss][.ffffff]`, or digits `[[h]mm]ss[.ffffff]`, or the time of day of a
  /// datetime, that `text` begins with. Returns null when there is none.
  static @Nullable Duration duration(String text) {
    String stripped = text.strip();
    if (isDatetime(stripped)) {
      Prefix time = prefix(stripped);
      return time == null
          ? null
          : new Duration(time.time().toLocalTime().toNanoOfDay(), time.whole(), false);
    }
    Matcher m = DURATION.matcher(stripped);
    if (!m.lookingAt()) {
      return null;
    }
    long hours = number(m.group(3));
    long minutes = number(m.group(4));
    long seconds = number(m.group(5));
    if (m.group(4) == null && m.group(2) == null) {
      seconds = hours % 100;
      minutes = hours / 100 % 100;
      hours = hours / 10_000;
    }
    if (minutes > 59 || seconds > 59) {
      return null;
    }
    hours += number(m.group(2)) * 24L;
    long nanos = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000L + nanos(m.group(6));
    boolean clipped = nanos > LONGEST;
    nanos = Math.min(LONGEST, nanos);
    return new Duration(
        m.group(1).isEmpty() ? nanos : -nanos, m.end() == stripped.length(), clipped);
  }

  /// Prints nanoseconds as `hh:mm:ss` with `decimals` digits of the fraction; hours may exceed 24.
  public static String formatDuration(long nanos, int decimals) {
    long rest = Math.abs(nanos);
    long seconds = rest / 1_000_000_000L;
    String text =
        String.format(
            Locale.ROOT,
            "%s%02d:%02d:%02d",
            nanos < 0 ? "-" : "",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60);
    return decimals == 0
        ? text
        : text
            + "."
            + String.format(Locale.ROOT, "%09d", rest % 1_000_000_000L).substring(0, decimals);
  }
}

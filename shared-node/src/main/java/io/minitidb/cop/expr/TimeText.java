package io.minitidb.cop.expr;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Dates and times as MySQL reads and prints them.
public final class TimeText {
  private static final Pattern DELIMITED =
      Pattern.compile(
          "\\s*(\\d{2}|\\d{4})[-/.:](\\d{1,2})[-/.:](\\d{1,2})"
              + "(?:(?:[T ]+)(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{0,9}))?)?)?\\s*");
  private static final Pattern DIGITS =
      Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:(\\d{2})(\\d{2})(\\d{2}))?(?:\\.(\\d{0,9}))?");
  private static final Pattern DURATION =
      Pattern.compile(
          "(-?)(?:(\\d{1,2}) )?(\\d{1,3}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{0,9}))?)?");

  private static final long LONGEST = ((838 * 60L + 59) * 60 + 59) * 1_000_000_000L;

  private TimeText() {}

  /// Parses a date with or without a time of day; returns null for what MySQL calls an incorrect
  /// value.
  public static @Nullable LocalDateTime parse(String text) {
    Matcher m = DELIMITED.matcher(text);
    if (!m.matches()) {
      m = DIGITS.matcher(text.strip());
      if (!m.matches()) {
        return null;
      }
    }
    try {
      int year = number(m.group(1));
      year += m.group(1).length() == 2 ? (year < 70 ? 2000 : 1900) : 0;
      LocalDateTime seconds =
          LocalDateTime.of(
              year,
              number(m.group(2)),
              number(m.group(3)),
              number(m.group(4)),
              number(m.group(5)),
              number(m.group(6)));
      return seconds.plusNanos(nanos(m.group(7)));
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
    int nanos = Integer.parseInt((fraction + "00000000").substring(0, 9));
    return (nanos + 500) / 1000 * 1000;
  }

  /// Parses `[-][d ]h:mm[:ss[.ffffff]]` into nanoseconds, at most 838:59:59; returns null for other
  /// text.
  public static @Nullable Long parseDuration(String text) {
    Matcher m = DURATION.matcher(text.strip());
    if (!m.matches() || number(m.group(4)) > 59 || number(m.group(5)) > 59) {
      return null;
    }
    long seconds =
        ((number(m.group(2)) * 24L + number(m.group(3))) * 60 + number(m.group(4))) * 60
            + number(m.group(5));
    long nanos = Math.min(LONGEST, seconds * 1_000_000_000L + nanos(m.group(6)));
    return m.group(1).isEmpty() ? nanos : -nanos;
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

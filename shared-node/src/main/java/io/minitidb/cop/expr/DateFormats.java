package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// DATE_FORMAT, TIME_FORMAT and GET_FORMAT.
final class DateFormats {
  static final List<Function> ALL =
      List.of(
          new Function(
              6001,
              "date_format",
              Kind.TIME,
              Bodies.texts((a, i, c) -> {
                LocalDateTime time = Times.at(a[0], i, c);
                return time == null ? null : format(time, a[1].getString(i));
              })),
          new Function(
              100250,
              "time_format",
              Kind.DURATION,
              Bodies.texts((a, i, c) ->
                  format(
                      TimeParts.ofDuration(a[0].getLong(i)), LocalDate.EPOCH, a[1].getString(i)))),
          new Function(
              100251,
              "get_format",
              Kind.STRING,
              Bodies.texts((a, i, c) ->
                  named(
                      a[0].getString(i).toUpperCase(Locale.ROOT),
                      a[1].getString(i).toUpperCase(Locale.ROOT)))));

  private DateFormats() {}

  static String format(LocalDateTime time, String pattern) {
    return format(
        TimeParts.ofTime(CoreTime.of(time, Type.datetime(6))), time.toLocalDate(), pattern);
  }

  private static String format(TimeParts parts, LocalDate date, String pattern) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%' && i + 1 < pattern.length()) {
        part(parts, date, pattern.charAt(++i), out);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static void part(TimeParts p, LocalDate date, char specifier, StringBuilder out) {
    switch (specifier) {
      case 'a' ->
          out.append(date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH), 0, 3);
      case 'W' -> out.append(date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case 'w' -> out.append(date.getDayOfWeek().getValue() % 7);
      case 'b' -> out.append(date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH), 0, 3);
      case 'M' -> out.append(date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case 'c' -> out.append(p.month());
      case 'm' -> padded(p.month(), 2, out);
      case 'D' -> out.append(p.day()).append(ordinal((int) p.day()));
      case 'd' -> padded(p.day(), 2, out);
      case 'e' -> out.append(p.day());
      case 'f' -> padded(p.micro(), 6, out);
      case 'H' -> padded(p.hour(), 2, out);
      case 'k' -> out.append(p.hour());
      case 'h', 'I' -> padded((p.hour() + 11) % 12 + 1, 2, out);
      case 'l' -> out.append((p.hour() + 11) % 12 + 1);
      case 'i' -> padded(p.minute(), 2, out);
      case 'S', 's' -> padded(p.second(), 2, out);
      case 'p' -> out.append(p.hour() % 24 < 12 ? "AM" : "PM");
      case 'j' -> padded(date.getDayOfYear(), 3, out);
      case 'Y' -> padded(p.year(), 4, out);
      case 'y' -> padded(p.year() % 100, 2, out);
      case 'U' -> padded(Weeks.of(date, 0).week(), 2, out);
      case 'u' -> padded(Weeks.of(date, 1).week(), 2, out);
      case 'V' -> padded(Weeks.of(date, 2).week(), 2, out);
      case 'v' -> padded(Weeks.of(date, 3).week(), 2, out);
      case 'X' -> padded(Weeks.of(date, 2).year(), 4, out);
      case 'x' -> padded(Weeks.of(date, 3).year(), 4, out);
      case 'r' -> out.append(format(p, date, "%I:%i:%S %p"));
      case 'T' -> out.append(format(p, date, "%H:%i:%S"));
      default -> out.append(specifier);
    }
  }

  private static void padded(long value, int width, StringBuilder out) {
    String digits = Long.toString(value);
    out.repeat('0', Math.max(0, width - digits.length())).append(digits);
  }

  private static String ordinal(int day) {
    if (day / 10 == 1) {
      return "th";
    }
    return switch (day % 10) {
      case 1 -> "st";
      case 2 -> "nd";
      case 3 -> "rd";
      default -> "th";
    };
  }

  private static @Nullable String named(String type, String standard) {
    String date =
        switch (standard) {
          case "USA" -> "%m.%d.%Y";
          case "JIS", "ISO" -> "%Y-%m-%d";
          case "EUR" -> "%d.%m.%Y";
          case "INTERNAL" -> "%Y%m%d";
          default -> null;
        };
    if (date == null) {
      return null;
    }
    return switch (type) {
      case "DATE" -> date;
      case "TIME" ->
          switch (standard) {
            case "USA" -> "%h:%i:%s %p";
            case "EUR" -> "%H.%i.%s";
            case "INTERNAL" -> "%H%i%s";
            default -> "%H:%i:%s";
          };
      case "DATETIME", "TIMESTAMP" ->
          switch (standard) {
            case "USA", "EUR" -> "%Y-%m-%d %H.%i.%s";
            case "INTERNAL" -> "%Y%m%d%H%i%s";
            default -> "%Y-%m-%d %H:%i:%s";
          };
      default -> null;
    };
  }
}

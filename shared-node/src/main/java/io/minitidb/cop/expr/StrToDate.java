package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// STR_TO_DATE: reads a text by the specifiers of DATE_FORMAT. Text that does not fit is NULL with
/// warning 1411.
final class StrToDate {
  static final List<Function> ALL =
      List.of(new Function(100252, "str_to_date", Kind.STRING, StrToDate::eval));

  private final String text;
  private int at;
  private int year;
  private int month;
  private int day;
  private int hour;
  private int minute;
  private int second;
  private int micros;
  private int dayOfYear;
  private int week;
  private int dayOfWeek;
  private boolean weeksFromSunday;
  private @Nullable Boolean afternoon;

  private StrToDate(String text) {
    this.text = text;
  }

  private static final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Mismatch() {
      super("the text does not fit the format", null, false, false);
    }
  }

  private static void eval(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      if (Bodies.anyNull(args, row)) {
        out.appendNull();
        continue;
      }
      StrToDate reader = new StrToDate(args[0].getString(row));
      try {
        reader.read(args[1].getString(row));
        if (!reader.text.substring(reader.at).isBlank()) {
          context.warn(1292, "Truncated incorrect datetime value: '" + reader.text + "'");
        }
        if (call.type().kind() == Kind.DURATION) {
          out.appendLong(reader.nanos());
        } else {
          out.appendLong(CoreTime.of(reader.time(), call.type()));
        }
      } catch (Mismatch | DateTimeException e) {
        context.warn(
            1411, "Incorrect datetime value: '" + reader.text + "' for function str_to_date");
        out.appendNull();
      }
    }
  }

  private void read(String format) {
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        blanks();
        part(format.charAt(++i));
      } else if (Character.isWhitespace(c)) {
        blanks();
      } else {
        blanks();
        literal(c);
      }
    }
  }

  private void part(char specifier) {
    switch (specifier) {
      case 'Y' -> year = number(4);
      case 'y' -> {
        int two = number(2);
        year = two < 70 ? 2000 + two : 1900 + two;
      }
      case 'c', 'm' -> month = number(2);
      case 'd', 'e' -> day = number(2);
      case 'D' -> {
        day = number(2);
        at = Math.min(text.length(), at + 2);
      }
      case 'b' -> month = month(true);
      case 'M' -> month = month(false);
      case 'H', 'k' -> hour = number(2);
      case 'h', 'I', 'l' -> hour = twelve(number(2));
      case 'i' -> minute = number(2);
      case 'S', 's' -> second = number(2);
      case 'f' -> {
        int from = at;
        number(6);
        micros = Integer.parseInt((text.substring(from, at) + "00000").substring(0, 6));
      }
      case 'j' -> dayOfYear = number(3);
      case 'p' -> afternoon = half();
      case 'T' -> read("%H:%i:%S");
      case 'r' -> read("%I:%i:%S %p");
      case 'a' -> dayOfWeek = dayOfWeek(true);
      case 'W' -> dayOfWeek = dayOfWeek(false);
      case 'w' -> dayOfWeek = (number(1) + 6) % 7 + 1;
      case 'X', 'x' -> year = number(4);
      case 'V', 'v' -> {
        week = number(2);
        weeksFromSunday = specifier == 'V';
      }
      case '%' -> literal('%');
      default -> throw new Mismatch();
    }
  }

  private int number(int digits) {
    int from = at;
    while (at < text.length() && at - from < digits && Character.isDigit(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw new Mismatch();
    }
    return Integer.parseInt(text.substring(from, at));
  }

  private static int twelve(int hour) {
    if (hour < 1 || hour > 12) {
      throw new Mismatch();
    }
    return hour % 12;
  }

  private boolean half() {
    String half = text.substring(at, Math.min(text.length(), at + 2)).toUpperCase(Locale.ROOT);
    if (!half.equals("AM") && !half.equals("PM")) {
      throw new Mismatch();
    }
    at += 2;
    return half.equals("PM");
  }

  private String letters() {
    int from = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw new Mismatch();
    }
    return text.substring(from, at);
  }

  private int month(boolean brief) {
    String name = letters();
    for (Month candidate : Month.values()) {
      String full = candidate.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      if (name.equalsIgnoreCase(brief ? full.substring(0, 3) : full)) {
        return candidate.getValue();
      }
    }
    throw new Mismatch();
  }

  /// Returns 1 for Monday to 7 for Sunday.
  private int dayOfWeek(boolean brief) {
    String name = letters();
    for (DayOfWeek candidate : DayOfWeek.values()) {
      String full = candidate.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      if (name.equalsIgnoreCase(brief ? full.substring(0, 3) : full)) {
        return candidate.getValue();
      }
    }
    throw new Mismatch();
  }

  private void literal(char c) {
    if (at >= text.length() || text.charAt(at) != c) {
      throw new Mismatch();
    }
    at++;
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private int hours() {
    return Boolean.TRUE.equals(afternoon) ? hour + 12 : hour;
  }

  private LocalDateTime time() {
    LocalDate date;
    if (week > 0 && dayOfWeek > 0) {
      date = dateOfWeek();
    } else if (dayOfYear > 0 && month == 0) {
      date = LocalDate.ofYearDay(year, dayOfYear);
    } else {
      date = LocalDate.of(year, month, day);
    }
    return date.atTime(hours(), minute, second, micros * 1000);
  }

  /// The first week is that of the first Sunday, or that of the fourth of January.
  private LocalDate dateOfWeek() {
    if (!weeksFromSunday) {
      return LocalDate.of(year, 1, 4).with(ChronoField.DAY_OF_WEEK, dayOfWeek).plusWeeks(week - 1L);
    }
    return LocalDate.of(year, 1, 1)
        .with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY))
        .plusWeeks(week - 1L)
        .plusDays(dayOfWeek % 7);
  }

  private long nanos() {
    if (minute > 59 || second > 59) {
      throw new Mismatch();
    }
    return ((hours() * 60L + minute) * 60 + second) * 1_000_000_000L + micros * 1000L;
  }
}

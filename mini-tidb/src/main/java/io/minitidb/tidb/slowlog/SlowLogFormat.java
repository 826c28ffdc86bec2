package io.minitidb.tidb.slowlog;

import io.minitidb.logfile.Digits;
import io.minitidb.logfile.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/// The first line of an entry: `# Time: 2019-04-28T15:24:04.309074+08:00`, or the old form `# Time:
/// 2019-04-28-15:24:04.309074 +0800`.
final class SlowLogFormat implements RecordFormat {
  static final SlowLogFormat INSTANCE = new SlowLogFormat();
  static final byte[] HEAD_TEXT = "# Time: ".getBytes(StandardCharsets.US_ASCII);

  private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";

  private static final DateTimeFormatter OLD =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd-HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern(" xx")
          .toFormatter(Locale.ROOT);

  private SlowLogFormat() {}

  @Override
  public byte firstByte() {
    return '#';
  }

  @Override
  public long time(byte[] bytes, int at, int to) {
    int from = at + HEAD_TEXT.length;
    for (int i = 0; i < HEAD_TEXT.length; i++) {
      if (at + i >= to || bytes[at + i] != HEAD_TEXT[i]) {
        return NO_TIME;
      }
    }
    int end = from + SHAPE.length();
    if (Digits.fits(SHAPE, bytes, from, to)) {
      long fraction = 0;
      int digits = -1;
      for (;
          end < to && digits < 9 && (bytes[end] == '.' ? digits < 0 : isDigit(bytes[end]));
          end++) {
        fraction = digits < 0 || digits >= 6 ? fraction : 10 * fraction + bytes[end] - '0';
        digits++;
      }
      for (int i = Math.max(0, digits); i < 6; i++) {
        fraction *= 10;
      }
      boolean utc = end + 1 < to && bytes[end] == 'Z' && bytes[end + 1] == '\n';
      if (utc || Digits.fits("sdd:dd\n", bytes, end, to)) {
        long seconds =
            86_400 * Digits.epochDay(bytes, from)
                + Digits.secondOfDay(bytes, from + 11)
                - (utc ? 0 : Digits.offset(bytes, end));
        return seconds * 1_000_000 + fraction;
      }
    }
    return otherTime(bytes, from, to);
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  private static long otherTime(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && end < from + HEAD && bytes[end] != '\n') {
      end++;
    }
    return end == to || bytes[end] != '\n' ? NO_TIME : parse(bytes, from, end);
  }

  private static long parse(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).strip();
    try {
      boolean old = text.length() > 10 && text.charAt(10) == '-';
      Instant time =
          (old ? OffsetDateTime.parse(text, OLD) : OffsetDateTime.parse(text)).toInstant();
      return Math.addExact(
          Math.multiplyExact(time.getEpochSecond(), 1_000_000), time.getNano() / 1000);
    } catch (DateTimeException | ArithmeticException e) {
      return NO_TIME;
    }
  }
}

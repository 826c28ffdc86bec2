package io.minitidb.tidb.slowlog;

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
    int end = from;
    while (end < to && end < at + HEAD && bytes[end] != '\n') {
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

package io.minitidb.cop.data;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/// The 64 bits of a date or time in a chunk, high to low: year 14, month 4, day 5, hour 5, minute
/// 6, second 6, microsecond 20, then three bits of fractional digits and one that tells TIMESTAMP
/// (1) from DATETIME (0); the four low bits 1110 mark a DATE. Timestamps are in the session's time
/// zone. All fields 0 is MySQL's zero date.
public final class CoreTime {
  private static final long DATE_MARK = 0b1110;

  /// The DATE 0000-00-00.
  public static final long ZERO_DATE = DATE_MARK;

  private CoreTime() {}

  /// Packs `time` for a column of `type`; fractional digits beyond those of the type are cut.
  public static long of(LocalDateTime time, Type type) {
    int micros = time.getNano() / 1000;
    int unit = (int) Math.pow(10, 6 - type.decimals());
    boolean date = type.code() == TypeCode.DATE;
    long bits =
        (long) time.getYear() << 50
            | (long) time.getMonthValue() << 46
            | (long) time.getDayOfMonth() << 41;
    if (date) {
      return bits | DATE_MARK;
    }
    bits |=
        (long) time.getHour() << 36 | (long) time.getMinute() << 30 | (long) time.getSecond() << 24;
    bits |= (long) (micros - micros % unit) << 4;
    return bits | (long) type.decimals() << 1 | (type.code() == TypeCode.TIMESTAMP ? 1 : 0);
  }

  /// Packs an instant as seen in `zone`.
  public static long of(Instant instant, ZoneId zone, Type type) {
    return of(LocalDateTime.ofInstant(instant, zone), type);
  }

  public static int year(long bits) {
    return (int) (bits >>> 50);
  }

  public static int month(long bits) {
    return (int) (bits >>> 46) & 0xF;
  }

  public static int day(long bits) {
    return (int) (bits >>> 41) & 0x1F;
  }

  public static int hour(long bits) {
    return (int) (bits >>> 36) & 0x1F;
  }

  public static int minute(long bits) {
    return (int) (bits >>> 30) & 0x3F;
  }

  public static int second(long bits) {
    return (int) (bits >>> 24) & 0x3F;
  }

  public static int micros(long bits) {
    return (int) (bits >>> 4) & 0xFFFFF;
  }

  /// Orders two times; what kind they are does not matter.
  public static int compare(long left, long right) {
    return Long.compareUnsigned(left >>> 4, right >>> 4);
  }

  /// @throws DateTimeException for the zero date and other dates that no calendar has
  public static LocalDateTime toLocal(long bits) {
    return LocalDateTime.of(
        year(bits),
        month(bits),
        day(bits),
        hour(bits),
        minute(bits),
        second(bits),
        micros(bits) * 1000);
  }

  private static final int LONGEST_TEXT = 26;

  /// Returns the text that MySQL prints for a value of `type`.
  public static String format(long bits, Type type) {
    byte[] text = new byte[LONGEST_TEXT];
    digits(text, 0, 4, year(bits));
    text[4] = '-';
    digits(text, 5, 2, month(bits));
    text[7] = '-';
    digits(text, 8, 2, day(bits));
    int length = 10;
    if (type.code() != TypeCode.DATE) {
      text[10] = ' ';
      digits(text, 11, 2, hour(bits));
      text[13] = ':';
      digits(text, 14, 2, minute(bits));
      text[16] = ':';
      digits(text, 17, 2, second(bits));
      text[19] = '.';
      digits(text, 20, 6, micros(bits));
      length = type.decimals() == 0 ? 19 : 20 + type.decimals();
    }
    return new String(text, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static void digits(byte[] text, int at, int count, int value) {
    int rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}

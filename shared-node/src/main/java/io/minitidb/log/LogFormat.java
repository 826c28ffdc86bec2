package io.minitidb.log;

import io.minitidb.logfile.RecordFormat;

/// TiDB's unified line format: `[2019/08/26 06:18:13.011 -07:00] [INFO] ...`, with everything at
/// its place up to the level.
final class LogFormat implements RecordFormat {
  static final LogFormat INSTANCE = new LogFormat();

  private static final String SHAPE = "[dddd/dd/dd dd:dd:dd.ddd sdd:dd] [";
  private static final int LONGEST_LEVEL = 16;

  private LogFormat() {}

  @Override
  public byte firstByte() {
    return '[';
  }

  @Override
  public long time(byte[] bytes, int at, int to) {
    if (levelEnd(bytes, at, to) < 0) {
      return NO_TIME;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      byte found = bytes[at + i];
      boolean fits =
          switch (SHAPE.charAt(i)) {
            case 'd' -> found >= '0' && found <= '9';
            case 's' -> found == '+' || found == '-';
            default -> found == SHAPE.charAt(i);
          };
      if (!fits) {
        return NO_TIME;
      }
    }
    long days = days(number(bytes, at + 1, 4), number(bytes, at + 6, 2), number(bytes, at + 9, 2));
    long seconds =
        days * 86_400
            + number(bytes, at + 12, 2) * 3600L
            + number(bytes, at + 15, 2) * 60L
            + number(bytes, at + 18, 2);
    long offset = number(bytes, at + 26, 2) * 3600L + number(bytes, at + 29, 2) * 60L;
    seconds -= bytes[at + 25] == '-' ? -offset : offset;
    return seconds * 1_000_000 + number(bytes, at + 21, 3) * 1000L;
  }

  private static int number(byte[] bytes, int at, int digits) {
    int value = 0;
    for (int i = at; i < at + digits; i++) {
      value = 10 * value + bytes[i] - '0';
    }
    return value;
  }

  /// Days since 1970-01-01. Years begin in March here, so that the day that may be missing is the
  /// last one.
  private static long days(int year, int month, int day) {
    long years = month > 2 ? year : year - 1;
    long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return years * 365 + years / 4 - years / 100 + years / 400 + dayOfYear - 719_468;
  }

  /// Returns the level of a line that is known to begin with a time.
  LogLevel level(byte[] bytes, int at, int to) {
    return LogLevel.of(bytes, at + SHAPE.length(), levelEnd(bytes, at, to));
  }

  /// Returns where what follows the level begins.
  int message(byte[] bytes, int at, int to) {
    int behind = levelEnd(bytes, at, to) + 1;
    return behind < to && bytes[behind] == ' ' ? behind + 1 : behind;
  }

  /// Returns where the bracket behind the level is, or -1.
  private static int levelEnd(byte[] bytes, int at, int to) {
    int from = at + SHAPE.length();
    for (int i = from; i < Math.min(to, from + LONGEST_LEVEL); i++) {
      if (bytes[i] == ']') {
        return i;
      }
      if (bytes[i] == '\n') {
        return -1;
      }
    }
    return -1;
  }
}

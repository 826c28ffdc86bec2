package io.minitidb.log;

import io.minitidb.logfile.Digits;
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
    if (!Digits.fits(SHAPE, bytes, at, to)) {
      return NO_TIME;
    }
    long seconds =
        86_400 * Digits.epochDay(bytes, at + 1)
            + Digits.secondOfDay(bytes, at + 12)
            - Digits.offset(bytes, at + 25);
    return seconds * 1_000_000 + Digits.number(bytes, at + 21, 3) * 1000L;
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

package io.minitidb.logfile;

/// Times in bytes, with every digit at its place, read without making texts of them.
public final class Digits {
  private Digits() {}

  /// Returns whether the bytes from `at` on look like `shape`, in which `d` stands for a digit, `s`
  /// for a sign, and everything else for itself.
  public static boolean fits(String shape, byte[] bytes, int at, int to) {
    if (at + shape.length() > to) {
      return false;
    }
    for (int i = 0; i < shape.length(); i++) {
      byte found = bytes[at + i];
      boolean fits =
          switch (shape.charAt(i)) {
            case 'd' -> found >= '0' && found <= '9';
            case 's' -> found == '+' || found == '-';
            default -> found == shape.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  public static int number(byte[] bytes, int at, int digits) {
    int value = 0;
    for (int i = at; i < at + digits; i++) {
      value = 10 * value + bytes[i] - '0';
    }
    return value;
  }

  /// Returns the days since 1970-01-01 of `2026/03/01`. Years begin in March here, so that the day
  /// that may be missing is the last one.
  public static long epochDay(byte[] bytes, int at) {
    int month = number(bytes, at + 5, 2);
    long years = (long) number(bytes, at, 4) - (month > 2 ? 0 : 1);
    long day = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + number(bytes, at + 8, 2) - 1;
    return years * 365 + years / 4 - years / 100 + years / 400 + day - 719_468;
  }

  /// Returns the seconds of `10:20:30`.
  public static long secondOfDay(byte[] bytes, int at) {
    return number(bytes, at, 2) * 3600L + number(bytes, at + 3, 2) * 60L + number(bytes, at + 6, 2);
  }

  /// Returns the seconds of `+05:30`.
  public static long offset(byte[] bytes, int at) {
    long seconds = number(bytes, at + 1, 2) * 3600L + number(bytes, at + 4, 2) * 60L;
    return bytes[at] == '-' ? -seconds : seconds;
  }
}

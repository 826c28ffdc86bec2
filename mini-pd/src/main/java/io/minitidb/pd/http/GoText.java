package io.minitidb.pd.http;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// Sizes, times and numbers in the original's notation.
final class GoText {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private GoText() {}

  /// Returns bytes with four significant digits: `1.636TiB`, `931.5GiB`, `0B`.
  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return BigDecimal.valueOf(value).round(FOUR_DIGITS).stripTrailingZeros().toPlainString()
        + UNITS[unit];
  }

  /// Returns RFC 3339 with nanoseconds, in the zone of this machine.
  static String time(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(ZoneId.systemDefault()));
  }

  /// Reads a signed number.
  ///
  /// @throws IllegalArgumentException in Go's words
  static int integer(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw noNumber("Atoi", text, e);
    }
  }

  /// Reads an id.
  ///
  /// @throws IllegalArgumentException in Go's words
  static long unsigned(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw noNumber("ParseUint", text, e);
    }
  }

  private static IllegalArgumentException noNumber(
      String function, String text, NumberFormatException cause) {
    String why = text.matches("\\d+") ? "value out of range" : "invalid syntax";
    return new IllegalArgumentException(
        "strconv." + function + ": parsing \"" + text + "\": " + why, cause);
  }
}

package io.minitidb.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes as the originals write it: `16MiB`, `1.5GiB`; `KB` and `K` are 1,024 too, and
/// a bare number is bytes.
public record ByteSize(long bytes) {
  private static final Pattern SIZE =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgtp]?)(?:i?b)?", Pattern.CASE_INSENSITIVE);
  private static final String UNITS = "kmgtp";

  /// @throws IllegalArgumentException with the text and the accepted form
  @JsonCreator
  public static ByteSize parse(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size; write for example 512KiB, 16MiB or 1GiB");
    }
    String unit = size.group(2).toLowerCase(Locale.ROOT);
    int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1;
    BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1L << 10 * power));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("'" + text + "' is more than 8EiB");
    }
    return new ByteSize(bytes.longValue());
  }

  /// Returns the size in the largest unit that divides it: `16MiB`, `1536KiB`, `7B`.
  @JsonValue
  @Override
  public String toString() {
    int power = 0;
    long left = bytes;
    while (left != 0 && left % 1024 == 0 && power < UNITS.length()) {
      left /= 1024;
      power++;
    }
    return left
        + (power == 0 ? "B" : UNITS.substring(power - 1, power).toUpperCase(Locale.ROOT) + "iB");
  }
}

package io.minitidb.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A length of time in Go's notation, which the originals' files and APIs use: `30m0s`, `1h0m0s`,
/// `10ms`, `1.5s`.
public record HumanDuration(Duration value) {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h|d)");

  /// @throws IllegalArgumentException with the text and the accepted form
  @JsonCreator
  public static HumanDuration parse(String text) {
    Matcher part = PART.matcher(text);
    double nanos = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      nanos += Double.parseDouble(part.group(1)) * unitNanos(part.group(2));
      end = part.end();
    }
    if (text.equals("0")) {
      return new HumanDuration(Duration.ZERO);
    }
    if (end == 0 || end != text.length()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration; write for example 500ms, 3s or 1h30m");
    }
    return new HumanDuration(Duration.ofNanos(Math.round(nanos)));
  }

  private static double unitNanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      case "h" -> 3600e9;
      default -> 86400e9;
    };
  }

  /// Returns Go's own rendering: `1h0m0s`, `2.5s`, `10ms`, `0s`.
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    if (Math.abs(nanos) < 1_000_000_000L) {
      long unit = Math.abs(nanos) >= 1_000_000 ? 1_000_000 : Math.abs(nanos) >= 1_000 ? 1_000 : 1;
      return fraction(nanos, unit) + (unit == 1_000_000 ? "ms" : unit == 1_000 ? "µs" : "ns");
    }
    StringBuilder out = new StringBuilder(nanos < 0 ? "-" : "");
    nanos = Math.abs(nanos);
    long minutes = nanos / 60_000_000_000L;
    if (minutes >= 60) {
      out.append(minutes / 60).append('h');
    }
    if (minutes > 0) {
      out.append(minutes % 60).append('m');
    }
    return out.append(fraction(nanos % 60_000_000_000L, 1_000_000_000L)).append('s').toString();
  }

  private static String fraction(long nanos, long unit) {
    return java.math.BigDecimal.valueOf(nanos)
        .divide(java.math.BigDecimal.valueOf(unit))
        .stripTrailingZeros()
        .toPlainString();
  }

  @JsonValue
  @Override
  public String toString() {
    return format(value);
  }
}

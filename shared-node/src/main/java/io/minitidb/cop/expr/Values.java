package io.minitidb.cop.expr;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Vector;
import java.math.BigDecimal;

/// Single values as text and as numbers, the way MySQL prints and reads them.
public final class Values {
  private Values() {}

  /// Returns the text that the text protocol sends for a value that is not null.
  public static String text(Vector vector, int row) {
    return switch (vector.type().kind()) {
      case INT ->
          vector.type().unsigned()
              ? Long.toUnsignedString(vector.getLong(row))
              : Long.toString(vector.getLong(row));
      case REAL -> text(vector.getDouble(row));
      case DECIMAL -> vector.getDecimal(row).toPlainString();
      case STRING, JSON -> vector.getString(row);
      case TIME -> CoreTime.format(vector.getLong(row), vector.type());
      case DURATION -> TimeText.formatDuration(vector.getLong(row), vector.type().decimals());
    };
  }

  /// Returns the shortest text that reads back as `value`: `1`, `0.1`, `1e20`.
  public static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    double size = Math.abs(value);
    if (size >= 1e-3 && size < 1e7) {
      return Double.toString(value); // in this range without an exponent
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (size >= 1e-5 && size < 1e15) {
      return decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "") + mantissa + "e" + exponent;
  }

  static BigDecimal integer(Vector vector, int row) {
    long value = vector.getLong(row);
    return vector.type().unsigned()
        ? new BigDecimal(Long.toUnsignedString(value))
        : BigDecimal.valueOf(value);
  }

  /// Returns a time as the number yyyymmddhhmmss[.ffffff], which is its value in arithmetic.
  static BigDecimal numberOfTime(Vector vector, int row) {
    String text = text(vector, row);
    String digits = text.replaceAll("[-: ]", "");
    return new BigDecimal(text.startsWith("-") ? "-" + digits : digits);
  }

  /// Returns the longest beginning of `text`, leading blanks apart, that is a number; empty when
  /// there is none.
  static String numericPrefix(String text) {
    String stripped = text.strip();
    int end = digits(stripped, stripped.startsWith("-") || stripped.startsWith("+") ? 1 : 0);
    boolean any = end > 0 && Character.isDigit(stripped.charAt(end - 1));
    if (end < stripped.length() && stripped.charAt(end) == '.') {
      int fraction = digits(stripped, end + 1);
      any |= fraction > end + 1;
      end = fraction;
    }
    if (!any) {
      return "";
    }
    if (end < stripped.length() && (stripped.charAt(end) == 'e' || stripped.charAt(end) == 'E')) {
      int sign =
          end + 1 < stripped.length() && "+-".indexOf(stripped.charAt(end + 1)) >= 0
              ? end + 2
              : end + 1;
      int exponent = digits(stripped, sign);
      // An exponent beyond what a DOUBLE can hold would make BigDecimal allocate without bound.
      end = exponent > sign && exponent - sign <= 3 ? exponent : end;
    }
    return stripped.substring(0, end);
  }

  /// Returns the longest beginning of `text`, leading blanks apart, that is an integer; empty when
  /// there is none.
  static String integerPrefix(String text) {
    String stripped = text.strip();
    int sign = stripped.startsWith("-") || stripped.startsWith("+") ? 1 : 0;
    int end = digits(stripped, sign);
    return end == sign ? "" : stripped.substring(0, end);
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}

package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers and bytes written as digits, and back.
final class DigitFunctions {
  static final List<Function> ALL =
      List.of(
          new Function(
              7020,
              "hex",
              Kind.INT,
              Bodies.texts(
                  (a, i, c) -> Long.toHexString(a[0].getLong(i)).toUpperCase(Locale.ROOT))),
          new Function(
              7021,
              "hex",
              Kind.STRING,
              Bodies.texts(
                  (a, i, c) -> HexFormat.of().withUpperCase().formatHex(a[0].getBytes(i)))),
          new Function(
              100420, "unhex", Kind.STRING, Bodies.bytes((a, i, c) -> unhex(a[0].getString(i)))),
          new Function(
              100421,
              "conv",
              Kind.STRING,
              Bodies.texts(
                  (a, i, c) -> convert(a[0].getString(i), a[1].getLong(i), a[2].getLong(i)))),
          new Function(100422, "char", Kind.INT, DigitFunctions::characters),
          new Function(
              100423,
              "format",
              Kind.DECIMAL,
              Bodies.texts((a, i, c) -> grouped(a[0].getDecimal(i), a[1].getLong(i)))),
          new Function(
              100424,
              "format",
              Kind.REAL,
              Bodies.texts(
                  (a, i, c) -> grouped(BigDecimal.valueOf(a[0].getDouble(i)), a[1].getLong(i)))),
          new Function(
              100425,
              "format_bytes",
              Kind.REAL,
              Bodies.texts((a, i, c) -> bytes(a[0].getDouble(i)))),
          new Function(
              100426,
              "format_nano_time",
              Kind.REAL,
              Bodies.texts((a, i, c) -> nanos(a[0].getDouble(i)))),
          new Function(
              100427,
              "to_base64",
              Kind.STRING,
              Bodies.texts((a, i, c) ->
                  Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(a[0].getBytes(i)))),
          new Function(
              100428,
              "from_base64",
              Kind.STRING,
              Bodies.bytes((a, i, c) -> {
                try {
                  return Base64.getDecoder().decode(a[0].getString(i).replaceAll("\\s", ""));
                } catch (IllegalArgumentException e) {
                  return null;
                }
              })));

  private DigitFunctions() {}

  private static byte @Nullable [] unhex(String digits) {
    try {
      return HexFormat.of().parseHex(digits.length() % 2 == 1 ? "0" + digits : digits);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// Reads the digits that `text` begins with as 64 bits, the largest value when there are more. A
  /// negative base is one of signed numbers.
  private static @Nullable String convert(String text, long from, long to) {
    if (Math.abs(from) < 2 || Math.abs(from) > 36 || Math.abs(to) < 2 || Math.abs(to) > 36) {
      return null;
    }
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return null;
    }
    boolean negative = stripped.startsWith("-");
    int at = negative || stripped.startsWith("+") ? 1 : 0;
    int base = (int) Math.abs(from);
    BigInteger value = BigInteger.ZERO;
    while (at < stripped.length() && Character.digit(stripped.charAt(at), base) >= 0) {
      value =
          value
              .multiply(BigInteger.valueOf(base))
              .add(BigInteger.valueOf(Character.digit(stripped.charAt(at++), base)));
    }
    BigInteger signed = negative ? value.negate() : value;
    long bits =
        from < 0
            ? signed
                .max(BigInteger.valueOf(Long.MIN_VALUE))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue()
            : value.bitLength() > 64 ? -1 : signed.longValue();
    String digits = to < 0 ? Long.toString(bits, (int) -to) : Long.toUnsignedString(bits, (int) to);
    return digits.toUpperCase(Locale.ROOT);
  }

  /// Each number is up to four bytes; NULL ones are left out.
  private static void characters(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (Vector arg : args) {
        if (!arg.isNull(row)) {
          int value = (int) arg.getLong(row);
          int width = Math.max(1, (39 - Integer.numberOfLeadingZeros(value)) / 8);
          for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            bytes.write(value >>> shift);
          }
        }
      }
      out.appendBytes(bytes.toByteArray(), 0, bytes.size());
    }
  }

  private static String grouped(BigDecimal value, long digits) {
    BigDecimal rounded = value.setScale(Math.clamp(digits, 0, 30), RoundingMode.HALF_UP);
    String plain = rounded.abs().toPlainString();
    int point = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
    StringBuilder text = new StringBuilder(plain);
    for (int at = point - 3; at > 0; at -= 3) {
      text.insert(at, ',');
    }
    return (rounded.signum() < 0 ? "-" : "") + text;
  }

  private static String bytes(double count) {
    double size = Math.abs(count);
    if (size < 1024) {
      return String.format(Locale.ROOT, "%4d bytes", (long) count);
    }
    int unit = Math.min(6, (int) (Math.log(size) / Math.log(1024)));
    String name = "KMGTPE".charAt(unit - 1) + "iB";
    return scaled(count / Math.pow(1024, unit), name);
  }

  /// Values of 100,000 and more are written with an exponent.
  private static String scaled(double value, String unit) {
    return String.format(Locale.ROOT, Math.abs(value) >= 1e5 ? "%.2e %s" : "%.2f %s", value, unit);
  }

  private static String nanos(double count) {
    double size = Math.abs(count);
    if (size < 1e3) {
      return (long) count + " ns";
    }
    if (size < 1e6) {
      return scaled(count / 1e3, "us");
    }
    if (size < 1e9) {
      return scaled(count / 1e6, "ms");
    }
    if (size < 60e9) {
      return scaled(count / 1e9, "s");
    }
    if (size < 3600e9) {
      return scaled(count / 60e9, "min");
    }
    return size < 86_400e9 ? scaled(count / 3600e9, "h") : scaled(count / 86_400e9, "d");
  }
}

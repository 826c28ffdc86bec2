package io.minitidb.wire;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;

/// MySQL's binary decimal behind a byte for the precision and one for the fraction digits: groups
/// of nine digits in four bytes, the odd digits at both ends in fewer; big endian, inverted when
/// negative, top bit flipped.
final class BinaryDecimal {
  private static final int[] BYTES = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

  private BinaryDecimal() {}

  static ByteString encode(BigDecimal value) {
    int fraction = Math.max(0, value.scale());
    String digits = value.setScale(fraction).unscaledValue().abs().toString();
    String whole =
        digits.length() > fraction ? digits.substring(0, digits.length() - fraction) : "0";
    String part = "0".repeat(Math.max(0, fraction - digits.length())) + digits;
    part = part.substring(part.length() - fraction);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int first = whole.length() % 9;
    put(out, whole.substring(0, first));
    for (int i = first; i < whole.length(); i += 9) {
      put(out, whole.substring(i, i + 9));
    }
    for (int i = 0; i < fraction; i += 9) {
      put(out, part.substring(i, Math.min(fraction, i + 9)));
    }
    byte[] body = out.toByteArray();
    flip(body, 0, value.signum() < 0);
    byte[] bytes = new byte[body.length + 2];
    bytes[0] = (byte) (whole.length() + fraction);
    bytes[1] = (byte) fraction;
    System.arraycopy(body, 0, bytes, 2, body.length);
    return ByteString.copyFrom(bytes);
  }

  private static void put(ByteArrayOutputStream out, String digits) {
    int value = digits.isEmpty() ? 0 : Integer.parseInt(digits);
    for (int shift = 8 * (BYTES[digits.length()] - 1); shift >= 0; shift -= 8) {
      out.write(value >>> shift);
    }
  }

  private static void flip(byte[] bytes, int from, boolean negative) {
    for (int i = from; i < bytes.length && negative; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
    bytes[from] ^= (byte) 0x80;
  }

  static BigDecimal decode(ByteString message) {
    byte[] bytes = message.toByteArray();
    int precision = bytes.length > 2 ? bytes[0] : -1;
    int fraction = bytes.length > 2 ? bytes[1] : -1;
    int whole = precision - fraction;
    if (fraction < 0
        || fraction > 30
        || whole < 0
        || precision > 65
        || bytes.length != 2 + size(whole) + size(fraction)) {
      throw new WireException("malformed decimal constant of " + bytes.length + " bytes");
    }
    boolean negative = (bytes[2] & 0x80) == 0;
    bytes[2] ^= (byte) 0x80;
    for (int i = 2; i < bytes.length && negative; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
    StringBuilder digits = new StringBuilder();
    int at = read(bytes, 2, whole % 9, digits);
    for (int i = 0; i < whole / 9; i++) {
      at = read(bytes, at, 9, digits);
    }
    for (int i = 0; i < fraction / 9; i++) {
      at = read(bytes, at, 9, digits);
    }
    read(bytes, at, fraction % 9, digits);
    BigDecimal value = new BigDecimal(new BigInteger(digits.toString()), fraction);
    return negative ? value.negate() : value;
  }

  /// Returns how many bytes a decimal takes with its two leading ones.
  ///
  /// @throws WireException for digits that no decimal has
  static int size(int precision, int fraction) {
    if (fraction < 0 || fraction > 30 || precision < fraction || precision > 65) {
      throw new WireException("malformed decimal of " + precision + "," + fraction + " digits");
    }
    return 2 + size(precision - fraction) + size(fraction);
  }

  private static int size(int digits) {
    return digits / 9 * 4 + BYTES[digits % 9];
  }

  private static int read(byte[] bytes, int at, int digits, StringBuilder out) {
    if (digits == 0) {
      return at;
    }
    long value = 0;
    int end = at + BYTES[digits];
    for (int i = at; i < end; i++) {
      value = value << 8 | (bytes[i] & 0xFF);
    }
    String text = Long.toString(value);
    if (text.length() > digits) {
      throw new WireException("malformed decimal constant: " + text + " in " + digits + " digits");
    }
    out.append("0".repeat(Math.max(0, digits - text.length()))).append(text);
    return end;
  }
}

package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Internet addresses as text, numbers and bytes.
final class NetFunctions {
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern SHORT = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){0,3}");

  static final List<Function> ALL =
      List.of(
          new Function(
              100440,
              "inet_aton",
              Kind.STRING,
              Bodies.integers((a, i, c) -> aton(a[0].getString(i)))),
          new Function(
              100441, "inet_ntoa", Kind.INT, Bodies.texts((a, i, c) -> ntoa(a[0].getLong(i)))),
          new Function(
              100442,
              "inet6_aton",
              Kind.STRING,
              Bodies.bytes((a, i, c) -> aton6(a[0].getString(i)))),
          new Function(
              100443,
              "inet6_ntoa",
              Kind.STRING,
              Bodies.texts((a, i, c) -> ntoa6(a[0].getBytes(i)))),
          new Function(
              100444,
              "is_ipv4",
              Kind.STRING,
              Bodies.truths((a, i, c) -> IPV4.matcher(a[0].getString(i)).matches())),
          new Function(
              100445,
              "is_ipv6",
              Kind.STRING,
              Bodies.truths((a, i, c) -> {
                byte[] bytes = aton6(a[0].getString(i));
                return bytes != null && bytes.length == 16;
              })),
          new Function(
              100446,
              "is_ipv4_compat",
              Kind.STRING,
              Bodies.truths((a, i, c) -> {
                byte[] b = a[0].getBytes(i);
                boolean low =
                    b.length == 16
                        && (b[12] != 0 || b[13] != 0 || b[14] != 0 || (b[15] & 0xFE) != 0);
                return low && zero(b, 12);
              })),
          new Function(
              100447,
              "is_ipv4_mapped",
              Kind.STRING,
              Bodies.truths((a, i, c) -> {
                byte[] b = a[0].getBytes(i);
                return b.length == 16 && zero(b, 10) && b[10] == -1 && b[11] == -1;
              })));

  private NetFunctions() {}

  private static boolean zero(byte[] bytes, int count) {
    return Arrays.equals(bytes, 0, count, new byte[count], 0, count);
  }

  /// `127.1` is 127.0.0.1: the last number fills what is missing.
  private static @Nullable Long aton(String text) {
    if (!SHORT.matcher(text).matches()) {
      return null;
    }
    String[] parts = text.split("\\.");
    long value = 0;
    for (int i = 0; i < parts.length; i++) {
      int part = Integer.parseInt(parts[i]);
      if (part > 255) {
        return null;
      }
      value |= (long) part << (i == parts.length - 1 ? 0 : 24 - 8 * i);
    }
    return value;
  }

  private static @Nullable String ntoa(long value) {
    return value < 0 || value > 0xFFFFFFFFL
        ? null
        : (value >>> 24)
            + "."
            + (value >>> 16 & 255)
            + "."
            + (value >>> 8 & 255)
            + "."
            + (value & 255);
  }

  /// Returns 4 or 16 bytes, or null. Only text that is an address gets to Java's parser, which
  /// would look up a name.
  private static byte @Nullable [] aton6(String text) {
    if (IPV4.matcher(text).matches()) {
      String[] parts = text.split("\\.");
      byte[] bytes = new byte[4];
      for (int i = 0; i < 4; i++) {
        bytes[i] = (byte) Integer.parseInt(parts[i]);
      }
      return bytes;
    }
    if (!text.contains(":") || !text.matches("[0-9a-fA-F:.]{2,45}")) {
      return null;
    }
    try {
      byte[] bytes = InetAddress.getByName("[" + text + "]").getAddress();
      if (bytes.length == 16) {
        return bytes;
      }
      byte[] mapped = new byte[16];
      mapped[10] = -1;
      mapped[11] = -1;
      System.arraycopy(bytes, 0, mapped, 12, 4);
      return mapped;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static @Nullable String ntoa6(byte[] bytes) {
    if (bytes.length == 4) {
      return ntoa(
          (bytes[0] & 255L) << 24
              | (bytes[1] & 255L) << 16
              | (bytes[2] & 255L) << 8
              | bytes[3] & 255L);
    }
    return bytes.length == 16 ? compressed(bytes) : null;
  }

  /// Prints the longest run of zero groups as `::`; an address that holds an IPv4 one ends in it.
  private static String compressed(byte[] b) {
    boolean mapped = zero(b, 10) && b[10] == -1 && b[11] == -1;
    boolean compat = zero(b, 12) && (b[12] != 0 || b[13] != 0);
    int groups = mapped || compat ? 6 : 8;
    int[] words = new int[groups];
    for (int i = 0; i < groups; i++) {
      words[i] = (b[2 * i] & 255) << 8 | b[2 * i + 1] & 255;
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < groups; i++) {
      int end = i;
      while (end < groups && words[end] == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < groups; i++) {
      if (i == start) {
        out.append("::");
        i += length - 1;
      } else {
        out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":")
            .append(Integer.toHexString(words[i]));
      }
    }
    if (groups == 6) {
      out.append(out.charAt(out.length() - 1) == ':' ? "" : ":")
          .append(b[12] & 255)
          .append('.')
          .append(b[13] & 255)
          .append('.')
          .append(b[14] & 255)
          .append('.')
          .append(b[15] & 255);
    }
    return out.toString();
  }
}

package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// Digests, and UUIDs as text and as bytes.
final class HashFunctions {
  private static final Pattern UUID_TEXT =
      Pattern.compile(
          "\\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\}?"
              + "|[0-9a-fA-F]{32}");

  static final List<Function> ALL =
      List.of(
          new Function(
              100430,
              "md5",
              Kind.STRING,
              Bodies.texts((a, i, c) -> digest("MD5", a[0].getBytes(i)))),
          new Function(
              100431,
              "sha1",
              Kind.STRING,
              Bodies.texts((a, i, c) -> digest("SHA-1", a[0].getBytes(i)))),
          new Function(
              100432,
              "sha2",
              Kind.STRING,
              Bodies.texts((a, i, c) -> {
                long bits = a[1].getLong(i) == 0 ? 256 : a[1].getLong(i);
                boolean known = bits == 224 || bits == 256 || bits == 384 || bits == 512;
                return known ? digest("SHA-" + bits, a[0].getBytes(i)) : null;
              })),
          new Function(
              100433,
              "crc32",
              Kind.STRING,
              Bodies.longs((a, i) -> {
                CRC32 crc = new CRC32();
                crc.update(a[0].getBytes(i));
                return crc.getValue();
              })),
          new Function(
              100434,
              "is_uuid",
              Kind.STRING,
              Bodies.truths((a, i, c) -> isUuid(a[0].getString(i)))),
          new Function(
              100435,
              "uuid_to_bin",
              Kind.STRING,
              Bodies.bytes(
                  (a, i, c) -> bytes(a[0].getString(i), a.length > 1 && a[1].getLong(i) != 0))),
          new Function(
              100436,
              "bin_to_uuid",
              Kind.STRING,
              Bodies.texts(
                  (a, i, c) -> text(a[0].getBytes(i), a.length > 1 && a[1].getLong(i) != 0))));

  private HashFunctions() {}

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isUuid(String text) {
    return UUID_TEXT.matcher(text).matches() && text.startsWith("{") == text.endsWith("}");
  }

  private static byte[] bytes(String text, boolean swapped) {
    if (!isUuid(text)) {
      throw new EvalException(
          1411, "Incorrect string value: '" + text + "' for function uuid_to_bin");
    }
    byte[] b = HexFormat.of().parseHex(text.replaceAll("[-{}]", ""));
    if (!swapped) {
      return b;
    }
    ByteBuffer out = ByteBuffer.allocate(16);
    return out.put(b, 6, 2).put(b, 4, 2).put(b, 0, 4).put(b, 8, 8).array();
  }

  private static String text(byte[] bytes, boolean swapped) {
    if (bytes.length != 16) {
      throw new EvalException(
          1411,
          "Incorrect string value: '"
              + HexFormat.of().formatHex(bytes)
              + "' for function bin_to_uuid");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (swapped) {
      ByteBuffer out = ByteBuffer.allocate(16);
      out.put(bytes, 4, 4).put(bytes, 2, 2).put(bytes, 0, 2).put(bytes, 8, 8).flip();
      in = out;
    }
    return new UUID(in.getLong(), in.getLong()).toString();
  }
}

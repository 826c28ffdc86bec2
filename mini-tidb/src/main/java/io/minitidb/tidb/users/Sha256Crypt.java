package io.minitidb.tidb.users;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/// The slow hash that MySQL keeps of passwords for `caching_sha2_password`: crypt's scheme number
/// 5, "Unix crypt using SHA-256", with salts of 20 bytes.
final class Sha256Crypt {
  private static final String DIGITS =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 32;

  private Sha256Crypt() {}

  /// Returns 43 characters.
  static String hash(byte[] password, byte[] salt, int rounds) {
    byte[] sum = mixed(password, salt);
    byte[] p = repeated(password, password.length, password.length);
    byte[] s = repeated(salt, 16 + (sum[0] & 0xFF), salt.length);
    MessageDigest digest = sha256();
    for (int round = 0; round < rounds; round++) {
      digest.update((round & 1) != 0 ? p : sum);
      if (round % 3 != 0) {
        digest.update(s);
      }
      if (round % 7 != 0) {
        digest.update(p);
      }
      sum = digest.digest((round & 1) != 0 ? sum : p);
    }
    return text(sum);
  }

  /// The first sum: password, salt, as many bytes of another sum as the password has, and that sum
  /// or the password for each bit of the password's length.
  private static byte[] mixed(byte[] password, byte[] salt) {
    MessageDigest digest = sha256();
    digest.update(password);
    digest.update(salt);
    byte[] other = digest.digest(password);
    digest.update(password);
    digest.update(salt);
    digest.update(stretched(other, password.length));
    for (int bits = password.length; bits > 0; bits >>= 1) {
      digest.update((bits & 1) != 0 ? other : password);
    }
    return digest.digest();
  }

  /// Returns `length` bytes made of the sum of `count` times `part`.
  private static byte[] repeated(byte[] part, int count, int length) {
    MessageDigest digest = sha256();
    for (int i = 0; i < count; i++) {
      digest.update(part);
    }
    return stretched(digest.digest(), length);
  }

  private static byte[] stretched(byte[] sum, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = sum[i % LENGTH];
    }
    return bytes;
  }

  /// Three bytes make four digits, the lowest first; which three is the scheme's own order.
  private static String text(byte[] sum) {
    StringBuilder text = new StringBuilder();
    int a = 0;
    int b = 10;
    int c = 20;
    for (int i = 0; i < 10; i++) {
      digits(text, sum[a], sum[b], sum[c], 4);
      int first = a;
      a = c + 1;
      c = b + 1;
      b = first + 1;
    }
    digits(text, (byte) 0, sum[31], sum[30], 3);
    return text.toString();
  }

  private static void digits(StringBuilder text, byte high, byte middle, byte low, int count) {
    int bits = (high & 0xFF) << 16 | (middle & 0xFF) << 8 | low & 0xFF;
    for (int i = 0; i < count; i++) {
      text.append(DIGITS.charAt(bits & 0x3F));
      bits >>= 6;
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Returns `length` characters of crypt's alphabet.
  static byte[] salt(RandomGenerator random, int length) {
    byte[] salt = new byte[length];
    for (int i = 0; i < length; i++) {
      salt[i] = (byte) DIGITS.charAt(random.nextInt(DIGITS.length()));
    }
    return salt;
  }
}

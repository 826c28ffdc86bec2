package io.minitidb.tidb.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `caching_sha2_password`. What is kept is a slow, salted hash, which takes the password itself to
/// be checked; a client that is known already proves by SHA256(SHA256(password)) that it knows it,
/// without sending it.
public final class Sha2Password {
  /// The plugin's name on the wire and in `mysql.user`.
  public static final String PLUGIN = "caching_sha2_password";

  static final int REPLY = 32;

  private static final int SALT = 20;
  private static final int ROUNDS = 5000;
  private static final int ROUNDS_UNIT = 1000;
  private static final SecureRandom RANDOM = new SecureRandom();

  /// `$A$`, thousands of rounds in hexadecimal, `$`, the salt, the hash. A text as MySQL writes it.
  private static final Pattern HASH =
      Pattern.compile("\\$A\\$([0-9A-F]{3})\\$(.{20})([./0-9A-Za-z]{43})", Pattern.DOTALL);

  private Sha2Password() {}

  /// Returns what is kept of a password; nothing of the empty one. Takes milliseconds.
  public static String hash(String password) {
    if (password.isEmpty()) {
      return "";
    }
    byte[] salt = Sha256Crypt.salt(RANDOM, SALT);
    String hash = Sha256Crypt.hash(password.getBytes(StandardCharsets.UTF_8), salt, ROUNDS);
    return "$A$005$" + new String(salt, StandardCharsets.ISO_8859_1) + hash;
  }

  /// Returns whether `text` is a hash that somebody may have.
  public static boolean isHash(String text) {
    return text.isEmpty() || HASH.matcher(text).matches();
  }

  /// Returns whether `password` is the one of `hash`. Takes milliseconds.
  static boolean matches(String hash, byte[] password) {
    Matcher parts = HASH.matcher(hash);
    if (!parts.matches()) {
      return false;
    }
    byte[] salt = parts.group(2).getBytes(StandardCharsets.ISO_8859_1);
    int rounds = Integer.parseInt(parts.group(1), 16) * ROUNDS_UNIT;
    return MessageDigest.isEqual(
        Sha256Crypt.hash(password, salt, rounds).getBytes(StandardCharsets.US_ASCII),
        parts.group(3).getBytes(StandardCharsets.US_ASCII));
  }

  /// Returns SHA256(SHA256(password)), 64 digits.
  static String digest(byte[] password) {
    MessageDigest sha256 = Sha256Crypt.sha256();
    return HexFormat.of().formatHex(sha256.digest(sha256.digest(password)));
  }

  /// Returns whether the client knows the password.
  ///
  /// @param digest as [#digest(byte[])] made it
  /// @param nonce that the client was sent
  /// @param reply SHA256(password) XOR SHA256(digest, nonce)
  static boolean matches(String digest, byte[] nonce, byte[] reply) {
    if (reply.length != REPLY || digest.length() != 2 * REPLY) {
      return false;
    }
    byte[] known = HexFormat.of().parseHex(digest);
    MessageDigest sha256 = Sha256Crypt.sha256();
    sha256.update(known);
    byte[] once = sha256.digest(nonce);
    for (int i = 0; i < REPLY; i++) {
      once[i] ^= reply[i];
    }
    return MessageDigest.isEqual(sha256.digest(once), known);
  }
}

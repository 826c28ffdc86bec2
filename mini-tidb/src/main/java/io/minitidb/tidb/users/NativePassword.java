package io.minitidb.tidb.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// `mysql_native_password`: the server keeps SHA1(SHA1(password)); the client proves that it knows
/// SHA1(password) without sending it.
public final class NativePassword {
  /// The plugin's name on the wire and in `mysql.user`.
  public static final String PLUGIN = "mysql_native_password";

  static final int REPLY = 20;
  private static final Pattern HASH = Pattern.compile("\\*[0-9A-F]{40}");

  private NativePassword() {}

  /// Returns what is kept of a password: `*` and 40 digits, or nothing of the empty one.
  public static String hash(String password) {
    if (password.isEmpty()) {
      return "";
    }
    byte[] once = sha1(password.getBytes(StandardCharsets.UTF_8));
    return "*" + HexFormat.of().withUpperCase().formatHex(sha1(once));
  }

  /// Returns whether `text` is a hash that somebody may have.
  public static boolean isHash(String text) {
    return text.isEmpty() || HASH.matcher(text).matches();
  }

  /// Returns whether the client knows the password.
  ///
  /// @param hash as [#hash(String)] made it, not empty
  /// @param nonce that the client was sent
  /// @param reply SHA1(password) XOR SHA1(nonce, hash)
  public static boolean matches(String hash, byte[] nonce, byte[] reply) {
    if (reply.length != REPLY || !HASH.matcher(hash).matches()) {
      return false;
    }
    byte[] stored = HexFormat.of().parseHex(hash, 1, hash.length());
    byte[] once = sha1(nonce, stored);
    for (int i = 0; i < REPLY; i++) {
      once[i] ^= reply[i];
    }
    return MessageDigest.isEqual(sha1(once), stored);
  }

  private static byte[] sha1(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}

package io.minitidb.tidb.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What statements that differ in their values only have in common.
///
/// @param text normalised
/// @param hex SHA-256 of the text, 64 digits in lower case
public record Digest(String text, String hex) {

  /// Returns the digest of a normalised text.
  public static Digest of(String normalized) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(normalized.getBytes(StandardCharsets.UTF_8));
      return new Digest(normalized, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

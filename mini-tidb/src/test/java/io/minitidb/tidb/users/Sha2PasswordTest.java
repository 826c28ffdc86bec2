package io.minitidb.tidb.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Sha2PasswordTest {
  private static final byte[] NONCE = "01234567890123456789".getBytes(StandardCharsets.US_ASCII);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// What a client sends, by the protocol's own words.
  static byte[] reply(String password, byte[] nonce) {
    byte[] once = sha256(utf8(password));
    byte[] mask = sha256(sha256(once), nonce);
    for (int i = 0; i < once.length; i++) {
      once[i] ^= mask[i];
    }
    return once;
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// What `openssl passwd -5 -salt SALT PASSWORD` prints.
  @ParameterizedTest
  @CsvSource({
    "saltstring, Hello world!, 5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
    "0123456789abcdef, p, 5M.P5v5nvakHNXdAukE07B0Y4JtrN7aOmjrQTmw2EAD",
    "abc, a much longer password than thirty-two bytes of sha-256 to be sure, fKfluJFLQgNJYXwbU063c8KgARtwu37UPMWED1jVBQD",
    "x, ä, PCSj8OuZne1ZdcM9iSWVBmRawZbhTB0uZPTzOWbOgFA"
  })
  void hashesAsCryptDoes(String salt, String password, String hash) {
    assertThat(Sha256Crypt.hash(utf8(password), utf8(salt), 5000)).isEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "p'ässword", "0123456789012345678901234567890123456789"})
  void theHashKnowsItsPassword(String password) {
    String hash = Sha2Password.hash(password);
    assertThat(hash).startsWith("$A$005$").hasSize(70).isNotEqualTo(Sha2Password.hash(password));
    assertThat(Sha2Password.isHash(hash)).isTrue();
    assertThat(Sha2Password.matches(hash, utf8(password))).isTrue();
    assertThat(Sha2Password.matches(hash, utf8(password + "x"))).isFalse();
    assertThat(Sha2Password.matches(hash, new byte[0])).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"$A$005$", "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19", "x"})
  void whatIsNoHashMatchesNothing(String text) {
    assertThat(Sha2Password.isHash(text)).isFalse();
    assertThat(Sha2Password.matches(text, utf8("x"))).isFalse();
  }

  @Test
  void aReplyProvesThePasswordAndOnlyToItsNonce() {
    String digest = Sha2Password.digest(utf8("secret"));
    byte[] reply = reply("secret", NONCE);
    assertThat(Sha2Password.matches(digest, NONCE, reply)).isTrue();
    assertThat(Sha2Password.matches(digest, utf8("x".repeat(20)), reply)).isFalse();
    assertThat(Sha2Password.matches(digest, NONCE, reply("Secret", NONCE))).isFalse();
    assertThat(Sha2Password.matches("", NONCE, reply)).isFalse();
  }

  @Test
  void noOtherReplyIsRight() {
    long seed = 8;
    Random random = new Random(seed);
    String digest = Sha2Password.digest(utf8("secret"));
    for (int i = 0; i < 1000; i++) {
      byte[] reply = reply("secret", NONCE);
      reply[random.nextInt(reply.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(Sha2Password.matches(digest, NONCE, reply)).as("seed %d, %d", seed, i).isFalse();
    }
  }
}

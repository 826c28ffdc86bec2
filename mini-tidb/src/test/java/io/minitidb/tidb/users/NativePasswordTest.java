package io.minitidb.tidb.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativePasswordTest {
  private static final byte[] NONCE = "01234567890123456789".getBytes(StandardCharsets.US_ASCII);

  /// What a client sends, by the protocol's own words.
  static byte[] reply(String password, byte[] nonce) {
    byte[] once = sha1(password.getBytes(StandardCharsets.UTF_8));
    byte[] twice = sha1(once);
    byte[] both = new byte[nonce.length + twice.length];
    System.arraycopy(nonce, 0, both, 0, nonce.length);
    System.arraycopy(twice, 0, both, nonce.length, twice.length);
    byte[] mask = sha1(both);
    for (int i = 0; i < once.length; i++) {
      once[i] ^= mask[i];
    }
    return once;
  }

  private static byte[] sha1(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void hashesAsMysqlsPasswordFunction() {
    assertThat(NativePassword.hash("password"))
        .isEqualTo("*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19");
    assertThat(NativePassword.hash("")).isEmpty();
  }

  @Test
  void takesTheReplyOfWhoKnowsThePasswordOnly() {
    String hash = NativePassword.hash("geheim ü");
    assertThat(NativePassword.matches(hash, NONCE, reply("geheim ü", NONCE))).isTrue();
    assertThat(NativePassword.matches(hash, NONCE, reply("geheim u", NONCE))).isFalse();
    assertThat(NativePassword.matches(hash, new byte[20], reply("geheim ü", NONCE))).isFalse();
    assertThat(NativePassword.matches("", NONCE, reply("", NONCE))).isFalse();
    assertThat(NativePassword.matches(hash, NONCE, new byte[0])).isFalse();
    assertThat(NativePassword.matches(hash, NONCE, new byte[32])).isFalse();
  }

  @Test
  void anyOtherReplyIsRefused() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String hash = NativePassword.hash("x");
    for (int i = 0; i < 1000; i++) {
      byte[] reply = new byte[20];
      random.nextBytes(reply);
      assertThat(NativePassword.matches(hash, NONCE, reply)).as("seed %d", seed).isFalse();
    }
  }

  @Test
  void knowsAHashWhenItSeesOne() {
    assertThat(NativePassword.isHash(NativePassword.hash("x"))).isTrue();
    assertThat(NativePassword.isHash("")).isTrue();
    assertThat(NativePassword.isHash("x")).isFalse();
    assertThat(NativePassword.isHash("*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E1")).isFalse();
  }

  @Test
  void theHashStaysOutOfLogs() {
    assertThat(Credential.of("x").toString()).doesNotContain(NativePassword.hash("x"));
  }
}

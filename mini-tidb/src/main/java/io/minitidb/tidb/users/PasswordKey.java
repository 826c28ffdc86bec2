package io.minitidb.tidb.users;

import io.minitidb.tls.RsaKey;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;

/// By which clients without TLS send their passwords. The key is made when the first one asks for
/// it.
public final class PasswordKey {
  private static final String CIPHER = "RSA/ECB/OAEPWithSHA-1AndMGF1Padding";

  private final Supplier<RsaKey> source;
  private volatile Optional<RsaKey> key = Optional.empty();

  public PasswordKey(Supplier<RsaKey> source) {
    this.source = source;
  }

  /// Returns the public half, PEM.
  public String pem() {
    return key().pem();
  }

  private RsaKey key() {
    Optional<RsaKey> known = key;
    return known.isPresent() ? known.get() : make();
  }

  private synchronized RsaKey make() {
    if (key.isEmpty()) {
      key = Optional.of(source.get());
    }
    return key.orElseThrow();
  }

  /// Returns the password of which `sent` holds the encrypted exclusive or with the nonce; empty
  /// when it holds nothing of the kind.
  public Optional<byte[]> open(byte[] sent, byte[] nonce) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(Cipher.DECRYPT_MODE, key().secret());
      byte[] password = cipher.doFinal(sent);
      for (int i = 0; i < password.length; i++) {
        password[i] ^= nonce[i % nonce.length];
      }
      return Optional.of(password);
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}

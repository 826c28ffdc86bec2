package io.minitidb.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;

/// An RSA key of 2048 bits that belongs to no certificate.
///
/// @param pem the public half, as everybody may have it
public record RsaKey(PrivateKey secret, String pem) {
  private static final int BITS = 2048;

  /// Makes a key, which takes a few tenths of a second.
  public static RsaKey make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      return of(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /// Returns the key in `directory`, made if it is not there; its public half stands beside it, for
  /// clients that want to know it beforehand.
  public static RsaKey in(Path directory, String name) throws IOException {
    Path file = directory.resolve(name + "-key.pem");
    if (Files.exists(file)) {
      PrivateKey secret = Pem.privateKey(file, "RSA");
      try {
        RSAPrivateCrtKey numbers = (RSAPrivateCrtKey) secret;
        return of(
            secret,
            KeyFactory.getInstance("RSA")
                .generatePublic(
                    new RSAPublicKeySpec(numbers.getModulus(), numbers.getPublicExponent())));
      } catch (GeneralSecurityException | ClassCastException e) {
        throw new IOException(file + " holds no usable key: " + e.getMessage(), e);
      }
    }
    RsaKey key = make();
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(name + "-public.pem"), key.pem());
    Pem.writeKey(file, key.secret());
    return key;
  }

  private static RsaKey of(PrivateKey secret, PublicKey known) {
    return new RsaKey(secret, Pem.text("PUBLIC KEY", known.getEncoded()));
  }
}

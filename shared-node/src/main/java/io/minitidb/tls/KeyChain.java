package io.minitidb.tls;

import io.minitidb.config.ConfigException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate, those between it and its authority, and its key, which fits.
public record KeyChain(PrivateKey key, List<X509Certificate> chain) {

  /// @throws ConfigException when a file is missing or malformed, or they do not belong together
  static KeyChain read(Path cert, Path keyFile) {
    List<X509Certificate> chain = Pem.certificates(cert);
    PublicKey certified = chain.getFirst().getPublicKey();
    PrivateKey key = Pem.privateKey(keyFile, certified.getAlgorithm());
    try {
      if (!fits(key, certified)) {
        throw new ConfigException(
            "the key in " + keyFile + " does not fit the certificate in " + cert);
      }
      return new KeyChain(key, chain);
    } catch (GeneralSecurityException e) {
      throw new ConfigException("cannot use " + cert + ": " + e.getMessage(), e);
    }
  }

  private static boolean fits(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    byte[] text = {1, 2, 3};
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(text);
    return signature.verify(signed);
  }
}

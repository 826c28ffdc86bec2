package io.minitidb.tls;

import io.minitidb.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads and writes PEM files. Every failure names the file and what is wrong with it.
final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END \\1PRIVATE KEY-----");

  /// `AlgorithmIdentifier { rsaEncryption, NULL }` behind the version 0, as PKCS #8 begins.
  private static final byte[] RSA_HEAD = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private Pem() {}

  /// Returns all certificates of a file, in order; at least one.
  static List<X509Certificate> certificates(Path file) {
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new ConfigException(file + " holds no certificate in PEM");
      }
      return found;
    } catch (CertificateException e) {
      throw new ConfigException(file + " holds no certificate in PEM: " + e.getMessage(), e);
    }
  }

  /// Returns the private key of a file: PKCS #8 of any kind, or an RSA key as older tools write it.
  ///
  /// @param algorithm of the certificate's key: `RSA`, `EC`, `EdDSA`
  static PrivateKey privateKey(Path file, String algorithm) {
    Matcher block = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
    if (!block.find()) {
      throw new ConfigException(file + " holds no private key in PEM");
    }
    String form = block.group(1).strip();
    if (!form.isEmpty() && !form.equals("RSA")) {
      throw new ConfigException(
          file
              + " holds the key in the form '"
              + form
              + " PRIVATE KEY', which is not read; convert it: openssl pkcs8 -topk8 -nocrypt");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(form.isEmpty() ? der : pkcs8(der)));
    } catch (InvalidKeySpecException e) {
      throw new ConfigException(
          file + " does not fit the certificate: it holds no " + algorithm + " key", e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigException(file + " holds no usable private key: " + e.getMessage(), e);
    }
  }

  /// Puts the envelope of PKCS #8 around an RSA key.
  private static byte[] pkcs8(byte[] rsa) {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.writeBytes(RSA_HEAD);
    inner.writeBytes(der(0x04, rsa));
    return der(0x30, inner.toByteArray());
  }

  /// Returns an element of DER: its tag, its length, its content.
  static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else {
      int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
      out.write(0x80 | bytes);
      for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out.write(length >> shift);
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /// Returns the text of a PEM file.
  static String text(String what, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }

  /// Writes a private key so that only the owner of the file can read it.
  static void writeKey(Path file, PrivateKey key) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text("PRIVATE KEY", key.getEncoded()));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException("there is no file " + file, e);
    } catch (IOException e) {
      throw new ConfigException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}

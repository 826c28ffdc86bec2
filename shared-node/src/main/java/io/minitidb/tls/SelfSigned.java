package io.minitidb.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/// A certificate that vouches for itself, for servers whose clients want their traffic encrypted
/// and do not ask by whom. Made in milliseconds, because a server makes it while it starts.
final class SelfSigned {
  private static final int DAYS = 3650;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int UTF8_STRING = 0x0C;
  private static final int UTC_TIME = 0x17;
  private static final int CONTEXT = 0xA0;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;

  private static final byte[] COMMON_NAME = {6, 3, 0x55, 4, 3};
  private static final byte[] ALTERNATIVE_NAMES = {6, 3, 0x55, 0x1D, 0x11};
  private static final byte[] ECDSA_WITH_SHA256 = {
    6, 8, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 4, 3, 2
  };
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private SelfSigned() {}

  /// Writes a new key and its certificate.
  ///
  /// @param hosts names and addresses by which clients may know the server
  static void write(Path cert, Path key, String name, Collection<String> hosts) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      Pem.writeKey(key, pair.getPrivate());
      Files.writeString(cert, Pem.text("CERTIFICATE", certificate(pair, name, hosts)));
    } catch (GeneralSecurityException e) {
      throw new IOException("this JVM makes no certificates: " + e.getMessage(), e);
    }
  }

  /// As RFC 5280 has it.
  private static byte[] certificate(KeyPair pair, String name, Collection<String> hosts)
      throws GeneralSecurityException {
    byte[] algorithm = Pem.der(SEQUENCE, ECDSA_WITH_SHA256);
    byte[] subject =
        Pem.der(SEQUENCE, Pem.der(SET, Pem.der(SEQUENCE, join(COMMON_NAME, utf8(name)))));
    Instant now = Instant.now();
    byte[] validity =
        Pem.der(
            SEQUENCE,
            join(time(now.minus(1, ChronoUnit.DAYS)), time(now.plus(DAYS, ChronoUnit.DAYS))));
    byte[] serial = new BigInteger(126, new SecureRandom()).setBit(126).toByteArray();
    byte[] content =
        Pem.der(
            SEQUENCE,
            join(
                Pem.der(CONTEXT, Pem.der(INTEGER, new byte[] {2})), // version 3
                Pem.der(INTEGER, serial),
                algorithm,
                subject,
                validity,
                subject,
                pair.getPublic().getEncoded(),
                Pem.der(CONTEXT | 3, Pem.der(SEQUENCE, Pem.der(SEQUENCE, names(hosts))))));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(content);
    byte[] signed = Pem.der(BIT_STRING, join(new byte[1], signature.sign()));
    return Pem.der(SEQUENCE, join(content, algorithm, signed));
  }

  private static byte[] names(Collection<String> hosts) {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    for (String host : hosts) {
      names.writeBytes(name(host));
    }
    return join(ALTERNATIVE_NAMES, Pem.der(OCTET_STRING, Pem.der(SEQUENCE, names.toByteArray())));
  }

  private static byte[] name(String host) {
    try {
      return Pem.der(IP_ADDRESS, InetAddress.ofLiteral(host).getAddress());
    } catch (IllegalArgumentException e) { // it is a name
      return Pem.der(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static byte[] utf8(String text) {
    return Pem.der(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] time(Instant at) {
    return Pem.der(UTC_TIME, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }
}

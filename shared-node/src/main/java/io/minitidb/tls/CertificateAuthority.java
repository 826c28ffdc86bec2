package io.minitidb.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;

/// An authority of its own for clusters on one machine and for tests, kept in a directory that only
/// its owner can read. The JDK's `keytool` makes keys and certificates; each takes it about a
/// second.
///
/// @param directory of `ca.pem`, `<name>.pem` and `<name>-key.pem`
public record CertificateAuthority(Path directory) {
  private static final String AUTHORITY = "ca";

  /// The directory guards the keys. PKCS #12 has to have some password.
  private static final String PASSWORD = "not-secret";

  private static final int DAYS = 3650;

  /// Makes the authority in `directory`, or finds the one that is there.
  public static CertificateAuthority in(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    CertificateAuthority authority = new CertificateAuthority(directory);
    if (!Files.exists(authority.ca())) {
      authority.keytool(
          AUTHORITY,
          List.of(
              "-dname", "CN=mini-cluster CA", "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign"));
      authority.export(AUTHORITY, authority.ca(), authority.key(AUTHORITY));
    }
    return authority;
  }

  private Path ca() {
    return directory.resolve(AUTHORITY + ".pem");
  }

  private Path key(String name) {
    return directory.resolve(name + "-key.pem");
  }

  /// Returns the files of `name`, whether they are there or not.
  public TlsFiles files(String name) {
    return new TlsFiles(ca(), directory.resolve(name + ".pem"), key(name));
  }

  /// Makes a certificate for servers and clients with the common name `name`, for this machine's
  /// loopback addresses, unless there is one.
  public TlsFiles issue(String name) throws IOException {
    return issue(name, "ip:127.0.0.1,ip:::1,dns:localhost");
  }

  /// @param hosts as `keytool` takes alternative names: `ip:127.0.0.1,dns:localhost`
  public TlsFiles issue(String name, String hosts) throws IOException {
    TlsFiles files = files(name);
    if (!Files.exists(files.cert())) {
      keytool(
          name,
          List.of(
              "-signer",
              AUTHORITY,
              "-dname",
              "CN=" + name,
              "-ext",
              "san=" + hosts,
              "-ext",
              "eku=serverAuth,clientAuth"));
      export(name, files.cert(), files.key());
    }
    return files;
  }

  private Path store() {
    return directory.resolve("keys.p12");
  }

  /// Whether an earlier run made the key and was cut off before it wrote the files.
  private boolean holds(String alias) throws IOException {
    try {
      return Files.exists(store())
          && KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray()).containsAlias(alias);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read " + store() + ": " + e.getMessage(), e);
    }
  }

  private void keytool(String alias, List<String> arguments) throws IOException {
    if (holds(alias)) {
      return;
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keystore",
                store().toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                Integer.toString(DAYS)));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("keytool failed: " + text.strip());
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool worked", e);
    }
  }

  private void export(String alias, Path certificate, Path key) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
      Pem.writeKey(key, (PrivateKey) store.getKey(alias, PASSWORD.toCharArray()));
      byte[] encoded = store.getCertificate(alias).getEncoded();
      Files.writeString(certificate, Pem.text("CERTIFICATE", encoded));
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read " + store() + ": " + e.getMessage(), e);
    }
  }
}

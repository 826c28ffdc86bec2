package io.minitidb.tls;

import io.minitidb.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/// TLS of a server whose clients need no certificate, such as those of SQL.
public final class ServerKeys {
  private ServerKeys() {}

  /// As [#context(Path, Path)] with a certificate of the server's own, which is made in `directory`
  /// unless it is there.
  ///
  /// @param hosts names and addresses by which clients may know the server
  public static SSLContext selfSigned(Path directory, String name, Collection<String> hosts)
      throws IOException {
    Path cert = directory.resolve(name + ".pem");
    Path key = directory.resolve(name + "-key.pem");
    if (!Files.exists(cert)) {
      Files.createDirectories(directory);
      SelfSigned.write(cert, key, name, hosts);
    }
    return context(cert, key);
  }

  /// Returns the context of a server; files that were replaced are used for the next connection.
  ///
  /// @param cert PEM, followed by the certificates between it and its authority
  /// @param key PEM, not encrypted
  /// @throws ConfigException when a file is missing or they do not belong together
  public static SSLContext context(Path cert, Path key) {
    Reloaded<X509ExtendedKeyManager> keys =
        new Reloaded<>(List.of(cert, key), () -> Identity.keys(cert, key));
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new OwnKeys(keys)}, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }
}

package io.minitidb.tls;

import io.minitidb.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// The certificate and the key of a server whose clients need none, such as those of SQL.
///
/// @param cert PEM, followed by the certificates between it and its authority
/// @param key PEM, not encrypted
public record ServerKeys(Path cert, Path key) {

  /// Returns those of a server that has no others: they are made in `directory` unless they are
  /// there.
  ///
  /// @param hosts names and addresses by which clients may know the server
  public static ServerKeys selfSigned(Path directory, String name, Collection<String> hosts)
      throws IOException {
    ServerKeys keys =
        new ServerKeys(directory.resolve(name + ".pem"), directory.resolve(name + "-key.pem"));
    if (!Files.exists(keys.cert())) {
      Files.createDirectories(directory);
      SelfSigned.write(keys.cert(), keys.key(), name, hosts);
    }
    return keys;
  }

  /// Reads them now, and again once they were replaced.
  ///
  /// @return what `make` makes of them
  /// @throws ConfigException when a file is missing or they do not belong together
  public <T> Supplier<T> reloaded(Function<KeyChain, T> make) {
    return new Reloaded<>(List.of(cert, key), () -> make.apply(KeyChain.read(cert, key)));
  }
}

package io.minitidb.tls;

import io.minitidb.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The PEM files of mutual TLS.
///
/// @param ca certificates of the authorities that are believed
/// @param cert the node's own certificate, followed by those between it and the authority
/// @param key the private key of `cert`, not encrypted
public record TlsFiles(Path ca, Path cert, Path key) {

  /// What the items of a configuration say.
  ///
  /// @param value empty when the item is not set
  public record Item(String name, String value) {}

  /// Returns the files, or empty when none of the three is set.
  ///
  /// @throws ConfigException when only some are set
  public static Optional<TlsFiles> of(Item ca, Item cert, Item key) {
    List<String> missing = new ArrayList<>();
    for (Item item : List.of(ca, cert, key)) {
      if (item.value().isBlank()) {
        missing.add(item.name());
      }
    }
    if (missing.size() == 3) {
      return Optional.empty();
    }
    if (!missing.isEmpty()) {
      throw new ConfigException(
          "TLS needs all of "
              + String.join(", ", ca.name(), cert.name(), key.name())
              + "; missing: "
              + String.join(", ", missing));
    }
    return Optional.of(new TlsFiles(path(ca), path(cert), path(key)));
  }

  private static Path path(Item item) {
    return Path.of(item.value().strip()).toAbsolutePath().normalize();
  }

  List<Path> all() {
    return List.of(ca, cert, key);
  }
}

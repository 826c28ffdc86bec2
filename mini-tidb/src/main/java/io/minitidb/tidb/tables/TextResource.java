package io.minitidb.tidb.tables;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Reads texts that lie beside the classes of this package.
final class TextResource {
  private TextResource() {}

  static String read(String name) {
    try (InputStream in =
        Objects.requireNonNull(TextResource.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

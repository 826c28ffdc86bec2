package io.minitidb.pd;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/// Where this program lies.
final class Executable {
  private Executable() {}

  /// Returns the directory of our jar, or of our classes when they are not in a jar; empty when
  /// nobody knows.
  static String directory() {
    CodeSource source = Executable.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "";
    }
    try {
      Path place = Path.of(source.getLocation().toURI());
      Path directory = Files.isDirectory(place) ? place : place.getParent();
      return directory == null ? "" : directory.toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return "";
    }
  }
}

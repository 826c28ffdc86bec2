package io.minitidb.node;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/// Where a program lies.
public final class Executable {
  private Executable() {}

  /// Returns the directory of the jar in which `program` is, or of its classes when they are not in
  /// a jar; empty when nobody knows.
  public static String directoryOf(Class<?> program) {
    CodeSource source = program.getProtectionDomain().getCodeSource();
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

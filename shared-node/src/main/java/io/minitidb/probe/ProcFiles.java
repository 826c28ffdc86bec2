package io.minitidb.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The small files in which the kernel tells of itself. What is missing or may not be read is
/// empty: which files there are depends on the kernel, its modules and the container.
///
/// @param root `/`, or a directory that looks like it
record ProcFiles(Path root) {

  Path path(String name) {
    return root.resolve(name.startsWith("/") ? name.substring(1) : name);
  }

  boolean exists(String name) {
    return Files.exists(path(name));
  }

  /// Returns the text without surrounding white space.
  Optional<String> text(String name) {
    return text(path(name));
  }

  static Optional<String> text(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip());
    } catch (IOException | SecurityException unreadable) {
      return Optional.empty();
    }
  }

  List<String> lines(String name) {
    return text(name).map(text -> List.of(text.split("\n", -1))).orElse(List.of());
  }

  /// Returns the number that is all of the text; `max` and other words are empty.
  OptionalLong number(String name) {
    try {
      return text(name).stream().mapToLong(Long::parseLong).findFirst();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}

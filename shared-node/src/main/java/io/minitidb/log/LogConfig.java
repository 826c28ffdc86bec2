package io.minitidb.log;

import io.minitidb.config.ByteSize;
import java.nio.file.Path;
import java.util.Optional;

/// The section `log` of a node's configuration, as far as it is the same on every kind of node.
///
/// @param level debug, info, warn, error or fatal
/// @param file empty for standard error
/// @param fileMaxSize at which the file is put away
/// @param fileMaxBackups how many files that were put away are kept
public record LogConfig(String level, String file, ByteSize fileMaxSize, int fileMaxBackups) {

  /// Returns the log file, or empty for standard error.
  public Optional<Path> path() {
    return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file).toAbsolutePath());
  }

  /// When the file is put away, and for how long.
  record Rotation(long size, int backups) {}

  Rotation rotation() {
    return new Rotation(fileMaxSize.bytes(), fileMaxBackups);
  }
}

package io.minitidb.tikv.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Where a store is.
public final class DataDirectory {
  private DataDirectory() {}

  /// Makes the directory where it is missing, so that it survives the loss of power: RocksDB syncs
  /// what is in it, but not the directories that name it.
  public static Path make(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath();
    List<Path> naming = new ArrayList<>();
    for (Path each = absolute; !Files.isDirectory(each); ) {
      Path parent = each.getParent();
      if (parent == null) {
        break;
      }
      naming.add(parent);
      each = parent;
    }
    Files.createDirectories(absolute);
    for (Path each : naming) {
      try (FileChannel open = FileChannel.open(each, StandardOpenOption.READ)) {
        open.force(true);
      }
    }
    return absolute;
  }
}

package io.minitidb.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A directory that looks like the root of a machine.
record FakeRoot(Path root) {

  /// Writes a file, instead of what it was.
  FakeRoot file(String name, String text) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FakeRoot directory(String name) {
    try {
      Files.createDirectories(root.resolve(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FakeRoot link(String name, String target) {
    try {
      Path link = root.resolve(name);
      Files.createDirectories(link.getParent());
      Files.createDirectories(root.resolve(target));
      Files.createSymbolicLink(link, root.resolve(target));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// 8 GiB of memory, of which 6 GiB are available; no swap.
  FakeRoot memory() {
    return file(
        "proc/meminfo",
        """
        MemTotal:        8388608 kB
        MemFree:         1048576 kB
        MemAvailable:    6291456 kB
        Buffers:          524288 kB
        Cached:          4194304 kB
        SwapTotal:             0 kB
        SwapFree:              0 kB
        HugePages_Total:       0
        """);
  }

  ProcFiles files() {
    return new ProcFiles(root);
  }

  LinuxProbe probe() {
    return new LinuxProbe(root, root);
  }
}

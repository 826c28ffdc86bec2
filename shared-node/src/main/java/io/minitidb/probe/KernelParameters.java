package io.minitidb.probe;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the settings of the kernel: every entry below `/proc/sys` that may be read, and whether
/// pages are huge.
final class KernelParameters {
  private static final Logger log = LoggerFactory.getLogger(KernelParameters.class);
  private static final String HUGE_PAGES = "sys/kernel/mm/transparent_hugepage/enabled";

  private KernelParameters() {}

  /// Returns the settings, by name within each group.
  static List<Parameter> read(ProcFiles files) {
    List<Parameter> found = new ArrayList<>();
    files
        .text(HUGE_PAGES)
        .ifPresent(
            value -> found.add(new Parameter("kernel", "transparent_hugepage_enabled", value)));
    Path top = files.path("proc/sys");
    List<Parameter> sysctls = new ArrayList<>();
    try {
      Files.walkFileTree(top, new Reader(top, sysctls));
    } catch (IOException e) {
      log.debug("{} cannot be read", top, e);
    }
    sysctls.sort(Comparator.comparing(Parameter::name));
    found.addAll(sysctls);
    return List.copyOf(found);
  }

  private static final class Reader extends SimpleFileVisitor<Path> {
    private final Path top;
    private final List<Parameter> found;

    Reader(Path top, List<Parameter> found) {
      this.top = top;
      this.found = found;
    }

    /// Looking into `binfmt_misc` mounts it on some systems, and may wait for that.
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return directory.endsWith("binfmt_misc")
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = top.relativize(file).toString().replace('/', '.');
      ProcFiles.text(file).ifPresent(value -> found.add(new Parameter("sysctl", name, value)));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException unreadable) {
      return FileVisitResult.CONTINUE;
    }
  }
}

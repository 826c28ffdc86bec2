package io.minitidb.tls;

import io.minitidb.config.ConfigException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// What some files say, read again once they have changed. They are looked at when somebody asks,
/// at most once a second. Files that cannot be used, such as a certificate whose key is not there
/// yet, leave the last good value in use.
final class Reloaded<T> implements Supplier<T> {
  // The launcher has no other logging; a node sends this to its own.
  private static final System.Logger log = System.getLogger(Reloaded.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final List<Path> files;
  private final Supplier<T> reader;
  private volatile T value;
  private String stamp;
  private volatile long looked = System.nanoTime();

  /// Reads once, now.
  ///
  /// @param reader throws a [ConfigException] when the files cannot be used
  Reloaded(List<Path> files, Supplier<T> reader) {
    this.files = List.copyOf(files);
    this.reader = reader;
    this.stamp = stamp();
    this.value = reader.get();
  }

  @Override
  public T get() {
    if (System.nanoTime() - looked > PAUSE.toNanos()) {
      look();
    }
    return value;
  }

  private synchronized void look() {
    looked = System.nanoTime();
    String now = stamp();
    if (now.equals(stamp)) {
      return;
    }
    stamp = now;
    try {
      value = reader.get();
      log.log(Level.INFO, "read again after a change: {0}", files);
    } catch (ConfigException e) {
      log.log(Level.WARNING, "what was read before stays in use: {0}", e.getMessage());
    }
  }

  private String stamp() {
    StringBuilder text = new StringBuilder();
    for (Path file : files) {
      try {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
        text.append(facts.lastModifiedTime()).append(' ').append(facts.size()).append(';');
        text.append(facts.fileKey()).append(';');
      } catch (IOException e) {
        text.append("absent;");
      }
    }
    return text.toString();
  }
}

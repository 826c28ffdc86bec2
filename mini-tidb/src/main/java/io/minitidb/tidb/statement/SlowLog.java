package io.minitidb.tidb.statement;

import io.minitidb.log.RollingFile;
import io.prometheus.metrics.core.metrics.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes statements that took long to a file, on a thread of its own. What waits to be written is
/// bounded; when the disk does not keep up, entries are dropped and counted.
public final class SlowLog implements StatementListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SlowLog.class);
  private static final int WAITING = 4096;
  private static final long WAITING_CHARACTERS = 16L << 20;
  private static final long STOP_MILLIS = 2000;
  private static final int MOST_OLD = 20;

  private static final Counter WRITTEN =
      Counter.builder()
          .name("tidb_server_slow_log_entries_total")
          .help("Statements written to the slow log.")
          .register();

  private static final Counter DROPPED =
      Counter.builder()
          .name("tidb_server_slow_log_dropped_total")
          .help("Slow statements that were not logged, because the log could not keep up.")
          .register();

  private final Path path;
  private RollingFile file;
  private Rotation opened;
  private final ZoneId zone = ZoneId.systemDefault();
  private final BlockingQueue<StatementRecord> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong waitingCharacters = new AtomicLong();
  private final Thread writer;
  private volatile Rotation rotation;
  private volatile SlowLogSettings settings = SlowLogSettings.DEFAULT;
  private volatile boolean closed;
  private Optional<String> database = Optional.empty();

  /// When the file is put away.
  ///
  /// @param size in bytes
  /// @param old how many older files are kept
  public record Rotation(long size, int old) {}

  private SlowLog(Path path, RollingFile file, Rotation rotation) {
    this.path = path;
    this.file = file;
    this.opened = rotation;
    this.rotation = rotation;
    this.writer = Thread.ofPlatform().daemon().name("slow-log").start(this::run);
  }

  /// Opens the log.
  ///
  /// @throws IOException when the file cannot be written
  public static SlowLog open(Path path, Rotation rotation) throws IOException {
    return new SlowLog(path, new RollingFile(path, rotation.size(), rotation.old()), rotation);
  }

  /// Puts files away by another rule from the next entry on. Older files that are more than it
  /// allows go.
  public void rotate(Rotation wanted) {
    rotation = wanted;
  }

  public void configure(SlowLogSettings wanted) {
    settings = wanted;
  }

  @Override
  public void ended(StatementRecord record) {
    if (!settings.takes(record)) {
      return;
    }
    long characters = record.text().sql().length();
    if (waitingCharacters.addAndGet(characters) > WAITING_CHARACTERS || !waiting.offer(record)) {
      waitingCharacters.addAndGet(-characters);
      DROPPED.inc();
    }
  }

  private void run() {
    try {
      while (!closed || !waiting.isEmpty()) {
        @Nullable StatementRecord record = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (record != null) {
          write(record);
        }
      }
    } catch (InterruptedException e) {
      log.warn("the slow log was not written to its end");
    } finally {
      file.close();
    }
  }

  private void write(StatementRecord record) {
    waitingCharacters.addAndGet(-record.text().sql().length());
    try {
      reopen();
      boolean use = !record.origin().database().equals(database);
      file.write(SlowLogEntry.of(record, settings, zone, use));
      database = record.origin().database();
      if (waiting.isEmpty()) {
        file.flush();
      }
      WRITTEN.inc();
    } catch (IOException | RuntimeException e) {
      log.warn("a slow statement could not be logged", e);
      DROPPED.inc();
    }
  }

  private void reopen() throws IOException {
    Rotation wanted = rotation;
    if (!wanted.equals(opened)) {
      RollingFile next = new RollingFile(path, wanted.size(), wanted.old());
      file.close();
      file = next;
      opened = wanted;
      for (int surplus = wanted.old() + 1; surplus <= MOST_OLD; surplus++) {
        Files.deleteIfExists(Path.of(path + "." + surplus));
      }
    }
  }

  /// Writes what waits, and closes the file.
  @Override
  public void close() {
    closed = true;
    try {
      writer.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.interrupt();
  }
}

package io.minitidb.integration.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A process on this machine, told apart from a later one that was given the same number by when it
/// started.
///
/// @param startMark ticks since boot on Linux, where the time of day may be corrected; milliseconds
///   since 1970 elsewhere
public record OsProcess(long pid, long startMark) {
  private static final Path PROC = Path.of("/proc");

  /// Returns the process that has `pid` now.
  static Optional<OsProcess> of(long pid) {
    return stat(pid).map(stat -> new OsProcess(pid, stat.startMark()));
  }

  /// Returns whether the process still runs or is frozen. One that has ended and was not collected
  /// by its parent counts as ended.
  boolean alive() {
    return stat(pid)
        .filter(stat -> stat.startMark() == startMark && stat.state() != 'Z' && stat.state() != 'X')
        .isPresent();
  }

  /// Sends a signal: TERM, KILL, STOP, CONT. Does nothing when the process has ended.
  void signal(String name) {
    if (!alive()) {
      return;
    }
    try {
      new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new ClusterException("cannot run sh: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted", e);
    }
  }

  /// Waits until the process has ended and returns true, or returns false after `limit`.
  boolean awaitEnd(Duration limit) {
    return Poll.until(limit, Duration.ofMillis(20), () -> !alive());
  }

  private record Stat(char state, long startMark) {}

  private static Optional<Stat> stat(long pid) {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .flatMap(process -> process.info().startInstant())
          .map(start -> new Stat('R', start.toEpochMilli()));
    }
    try {
      String line = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
      // pid (name) state ppid ... and, as the 22nd, the start; the name may hold blanks and
      // parentheses.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      return Optional.of(new Stat(fields[0].charAt(0), Long.parseLong(fields[19])));
    } catch (IOException e) { // there is no such process, or it ended while we read
      return Optional.empty();
    }
  }
}

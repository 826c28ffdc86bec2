package io.minitidb.tidb.exec;

import io.minitidb.profile.Profiler;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.time.Duration;

/// What one execution may take.
///
/// @param nodeTimeout how long a node may be silent
/// @param strict whether a node that fails makes the statement fail
/// @param end when the statement must have ended, on the scale of [System#nanoTime()]
/// @param profileSeconds over which profiles are taken when no condition says
public record Limits(
    Duration nodeTimeout, boolean strict, MemoryQuota quota, long end, int profileSeconds) {

  /// @param time how long the statement may take (`max_execution_time`); zero for ever
  public static Limits of(Duration nodeTimeout, boolean strict, MemoryQuota quota, Duration time) {
    long nanos = time.isZero() ? Long.MAX_VALUE / 2 : time.toNanos();
    return new Limits(
        nodeTimeout, strict, quota, System.nanoTime() + nanos, Profiler.DEFAULT_SECONDS);
  }

  /// Returns these limits with another length of profiles.
  public Limits profiling(int seconds) {
    return new Limits(nodeTimeout, strict, quota, end, seconds);
  }

  /// Returns these limits with so much more patience for each node.
  Limits plus(Duration patience) {
    return patience.isZero()
        ? this
        : new Limits(nodeTimeout.plus(patience), strict, quota, end, profileSeconds);
  }

  /// Returns how long the connected node itself may work: nobody else ends it when the statement's
  /// time is over.
  Duration ownTime() {
    Duration left = Duration.ofNanos(Math.max(0, nanosLeft()));
    return left.compareTo(nodeTimeout) < 0 ? left : nodeTimeout;
  }

  long nanosLeft() {
    return end - System.nanoTime();
  }

  /// @throws SqlException 1317 when the statement was killed, 3024 when its time is over
  void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    if (nanosLeft() < 0) {
      throw new SqlException(
          SqlError.TIMEOUT,
          "Query execution was interrupted, maximum statement execution time exceeded");
    }
  }

  static SqlException interrupted() {
    return new SqlException(SqlError.INTERRUPTED, "Query execution was interrupted");
  }
}

package io.minitidb.integration.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting for something that tells nobody when it happens.
final class Poll {
  private Poll() {}

  /// Asks every `step` until `condition` holds and returns true, or returns false after `limit`.
  /// Asks at least once.
  ///
  /// @throws ClusterException when the thread is interrupted
  static boolean until(Duration limit, Duration step, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      try {
        Thread.sleep(step);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException("interrupted", e);
      }
    }
    return true;
  }
}

package io.minitidb.tikv.raw;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A bounded number of threads for work that holds its thread in RocksDB, where a virtual thread
/// would hold its carrier, with a line of bounded length in front of them.
final class Workers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ThreadPoolExecutor threads;

  Workers(String name, int threads, int waiting) {
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(Math.max(1, waiting)),
            Thread.ofPlatform().name(name + "-", 0).daemon().factory());
  }

  /// Runs the work later.
  ///
  /// @return whether there was a place in the line
  boolean offer(Runnable work) {
    try {
      threads.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  int waiting() {
    return threads.getQueue().size();
  }

  /// Lets what has begun finish.
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

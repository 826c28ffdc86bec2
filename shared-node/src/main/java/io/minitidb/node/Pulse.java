package io.minitidb.node;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Does work again and again, on a thread of its own, at an interval that can be changed. Turns
/// that a slow one has cost are left out. Work must not throw; what it throws is lost.
public final class Pulse implements AutoCloseable {
  private final Runnable work;
  private final ScheduledExecutorService clock;
  private long interval;
  private long due;
  private boolean working;
  private boolean again;
  private @Nullable ScheduledFuture<?> next;

  /// @param name of the thread
  /// @param first how long to wait before the first time
  public Pulse(String name, Duration first, Duration interval, Runnable work) {
    this.work = work;
    this.interval = interval.toNanos();
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
    plan(System.nanoTime() + first.toNanos());
  }

  /// Sets the interval, counted from now on.
  public synchronized void every(Duration changed) {
    interval = changed.toNanos();
    if (!working && next != null) {
      next.cancel(false);
      plan(System.nanoTime() + interval);
    }
  }

  /// Does the work at once, or once more right behind a turn in progress.
  public synchronized void now() {
    if (working) {
      again = true;
    } else if (next != null) {
      next.cancel(false);
      plan(System.nanoTime());
    }
  }

  private synchronized void plan(long moment) {
    due = moment;
    try {
      next = clock.schedule(this::turn, moment - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      next = null;
    }
  }

  private void turn() {
    begin();
    try {
      work.run();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    working = true;
  }

  private synchronized void end() {
    working = false;
    long now = System.nanoTime();
    long planned = due + interval;
    plan(planned - now > 0 && !again ? planned : now);
    again = false;
  }

  /// Ends it; a turn in progress is interrupted.
  @Override
  public void close() {
    clock.shutdownNow();
  }

  /// As [#close()], and waits for a turn in progress.
  ///
  /// @return whether it came to its end
  public boolean close(Duration patience) {
    close();
    try {
      return clock.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

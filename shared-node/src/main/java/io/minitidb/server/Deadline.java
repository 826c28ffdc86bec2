package io.minitidb.server;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A point in time that moves with every request and hardly ever comes: moving it away costs no
/// timer. Belongs to the event loop.
final class Deadline {
  private final EventExecutor loop;
  private final Runnable passed;
  private @Nullable Future<?> timer;
  private long timerAt;
  private long at;
  private boolean set;

  Deadline(EventExecutor loop, Runnable passed) {
    this.loop = loop;
    this.passed = passed;
  }

  /// Calls `passed` after `time`, unless told otherwise until then.
  void in(Duration time) {
    at = System.nanoTime() + time.toNanos();
    set = true;
    if (timer == null || timerAt - at > 0) {
      start();
    }
  }

  /// Forgets the point in time, the timer goes on.
  void clear() {
    set = false;
  }

  /// Forgets everything: the connection is gone.
  void cancel() {
    set = false;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void start() {
    if (timer != null) {
      timer.cancel(false);
    }
    timerAt = at;
    timer = loop.schedule(this::fire, at - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void fire() {
    timer = null;
    if (!set) {
      return;
    }
    if (at - System.nanoTime() > 0) {
      start();
    } else {
      set = false;
      passed.run();
    }
  }
}

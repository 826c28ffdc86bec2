package io.minitidb.tidb.session;

import org.jspecify.annotations.Nullable;

/// The thread that a session's statement runs on, by which others end the statement.
public final class StatementThread {
  private @Nullable Thread thread;

  /// The calling thread runs a statement from now on, which [#interrupt()] ends.
  public synchronized void enter() {
    thread = Thread.currentThread();
  }

  /// The statement has ended. An interrupt that came too late is forgotten.
  public synchronized void leave() {
    thread = null;
    Thread.interrupted();
  }

  /// Ends the statement that runs now; without one nothing happens. For any thread.
  public synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}

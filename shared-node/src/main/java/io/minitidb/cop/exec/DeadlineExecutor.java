package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import java.util.Optional;

/// Passes batches until a moment, until the thread is interrupted or until nobody waits for them,
/// and throws after it. Stands over the scan, so that an operator that reads everything before it
/// answers is stopped too.
///
/// @param end on the scale of [System#nanoTime()]
public record DeadlineExecutor(Executor child, long end, Recipient recipient) implements Executor {

  /// The moment has passed.
  public static final class PassedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// Somebody wants the thread to stop; it stays interrupted.
  public static final class InterruptedScanException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// Nobody waits for the rows any more.
  public static final class AbandonedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// @throws PassedException after the moment
  /// @throws InterruptedScanException when the thread is interrupted
  /// @throws AbandonedException when nobody waits for the rows
  @Override
  public Optional<Batch> next() {
    if (System.nanoTime() - end > 0) {
      throw new PassedException();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedScanException();
    }
    if (recipient.isGone()) {
      throw new AbandonedException();
    }
    return child.next();
  }

  @Override
  public void close() {
    child.close();
  }
}

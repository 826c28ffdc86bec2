package io.minitidb.cop.exec;

/// Who waits for rows.
public interface Recipient {

  /// Returns whether nobody waits for them any more: the client went away, cancelled, or its time
  /// is over. Asked before each batch, so it must be cheap. Whoever runs on the thread that reads
  /// the rows is interrupted instead.
  default boolean isGone() {
    return false;
  }
}

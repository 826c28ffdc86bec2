package io.minitidb.tidb.session;

/// Whether a session is in a transaction, as clients are told with each answer. Nothing here is
/// stored by SQL, so that is all there is of it.
public final class Transaction {
  private boolean open;

  public boolean isOpen() {
    return open;
  }

  /// BEGIN, or a statement that reads a table while autocommit is off.
  public void begin() {
    open = true;
  }

  /// COMMIT or ROLLBACK, or a statement that commits by itself.
  ///
  /// @param chain whether another one begins at once
  public void end(boolean chain) {
    open = chain;
  }
}

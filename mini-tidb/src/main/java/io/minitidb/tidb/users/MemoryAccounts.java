package io.minitidb.tidb.users;

/// Accounts that live as long as this process. Thread-safe.
public final class MemoryAccounts implements AccountStore {
  private Version latest = new Version(Accounts.INITIAL, 0);

  @Override
  public synchronized Version read() {
    return latest;
  }

  @Override
  public synchronized boolean replace(Version before, Accounts after) {
    if (before.revision() != latest.revision()) {
      return false;
    }
    latest = new Version(after, latest.revision() + 1);
    return true;
  }
}

package io.minitidb.tidb.users;

import io.minitidb.etcd.EtcdException;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// The accounts as this mini-tidb knows them. Asking costs nothing; what was known last stays when
/// the store cannot be reached. Thread-safe.
public final class Users {
  private static final int ATTEMPTS = 20;
  private static final long FIRST_WAIT_MICROS = 100;

  /// How often the wait doubles.
  private static final int LONGEST_WAIT = 10;

  private final AccountStore store;
  private volatile Accounts now = Accounts.INITIAL;

  /// Begins with root alone, until [#refresh()].
  public Users(AccountStore store) {
    this.store = store;
  }

  /// Returns users that nobody else knows, for a server without a cluster.
  public static Users inMemory() {
    return new Users(new MemoryAccounts());
  }

  public Accounts now() {
    return now;
  }

  /// Reads the accounts anew. One reads at a time, so that an older answer never replaces a newer.
  ///
  /// @throws EtcdException when the store does not answer; the accounts stay as they were
  public synchronized void refresh() {
    now = store.read().accounts();
  }

  /// Changes accounts, all or nothing, on top of what others have changed; this mini-tidb knows of
  /// it when the call returns.
  ///
  /// @param change may be called several times; what it throws ends the call, and nothing changes
  /// @throws SqlException 9001 when the store does not answer, or others are always faster; 1317
  ///   when the statement is killed meanwhile
  public synchronized void change(UnaryOperator<Accounts> change) {
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        AccountStore.Version before = store.read();
        Accounts after = change.apply(before.accounts());
        if (store.replace(before, after)) {
          now = after;
          return;
        }
        giveWay(i);
      }
    } catch (EtcdException e) {
      throw new SqlException(
          SqlError.PD_TIMEOUT, "The accounts cannot be changed: " + e.getMessage(), e);
    }
    throw new SqlException(
        SqlError.PD_TIMEOUT, "The accounts cannot be changed: others change them all the time");
  }

  /// Those that change at the same time get out of each other's way.
  ///
  /// @param lost how many attempts before this one did not succeed
  private static void giveWay(int lost) {
    long most = FIRST_WAIT_MICROS << Math.min(lost, LONGEST_WAIT);
    try {
      TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextLong(most));
    } catch (InterruptedException e) {
      throw new SqlException(SqlError.INTERRUPTED, "Query execution was interrupted", e);
    }
  }
}

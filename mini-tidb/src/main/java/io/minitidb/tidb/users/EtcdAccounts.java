package io.minitidb.tidb.users;

import io.minitidb.etcd.Etcd;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Accounts in etcd, one key each below [#PREFIX]. A change is one transaction, guarded by a key
/// that every change writes, so that two never mix.
public final class EtcdAccounts implements AccountStore {
  static final String PREFIX = "/minitidb/user/";

  /// Holds who made the last change; only its revision counts.
  private static final String GUARD = "/minitidb/user-change";

  private final Etcd etcd;
  private final String self;

  /// @param self this mini-tidb's name
  public EtcdAccounts(Etcd etcd, String self) {
    this.etcd = etcd;
    this.self = self;
  }

  /// The guard is read first: what was committed before is in the accounts that are read after it.
  @Override
  public Version read() {
    long revision = etcd.get(GUARD).revision();
    List<Account> accounts =
        etcd.range(PREFIX).entrySet().stream()
            .flatMap(entry -> AccountJson.parse(entry.getKey(), entry.getValue()).stream())
            .toList();
    return new Version(Accounts.of(accounts), revision);
  }

  @Override
  public boolean replace(Version before, Accounts after) {
    Map<String, String> puts = new TreeMap<>();
    for (Account account : after.unlike(before.accounts())) {
      puts.put(AccountJson.key(account.name()), AccountJson.of(account));
    }
    List<String> deletes =
        before.accounts().all().stream()
            .map(Account::name)
            .filter(name -> after.find(name).isEmpty())
            .map(AccountJson::key)
            .toList();
    if (puts.isEmpty() && deletes.isEmpty()) {
      return true;
    }
    puts.put(GUARD, self);
    Etcd.Entry guard = new Etcd.Entry(GUARD, "", before.revision());
    return etcd.commit(guard, puts, deletes).isPresent();
  }
}

package io.minitidb.tidb.users;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Lets clients in, or not. Thread-safe.
public final class Logins {
  private final Users users;
  private final Lockout lockout;
  private final Digests digests = new Digests();
  private final Map<AccountName, Integer> open = new ConcurrentHashMap<>();

  /// Check passwords for users who are not there, one by each plugin.
  private final Map<String, Credential> nobody =
      Credential.PLUGINS.stream()
          .collect(
              Collectors.toMap(
                  plugin -> plugin, plugin -> Credential.of(plugin, UUID.randomUUID().toString())));

  /// @param lockout read at each login
  public Logins(Users users, Supplier<LockoutSettings> lockout) {
    this.users = users;
    this.lockout = new Lockout(lockout, InstantSource.system());
  }

  /// Begins to let a client in.
  ///
  /// @param secure whether it came by TLS
  /// @throws SqlException 3955 after too many failures
  public Attempt begin(String user, Client client, boolean secure) {
    lockout.check(user, client);
    Accounts accounts = users.now();
    Optional<Account> found = accounts.matching(user, client);
    return new Attempt(this, user, client, secure, found, nobody(user, accounts));
  }

  /// A name is asked by the same plugin each time and by each server, or who asks twice would know
  /// that there is no such user; and by one that accounts have, or who misspells a name could be
  /// asked for what his driver cannot do.
  private Credential nobody(String user, Accounts accounts) {
    List<String> plugins = accounts.plugins();
    String plugin = plugins.get(Math.floorMod(user.hashCode(), plugins.size()));
    return Objects.requireNonNull(nobody.get(plugin));
  }

  Digests digests() {
    return digests;
  }

  void failed(String user, Client client) {
    lockout.failed(user, client);
  }

  Login enter(Account account, Client client) {
    lockout.succeeded(account.name().user(), client);
    if (account.locked()) {
      throw new SqlException(
          SqlError.ACCOUNT_LOCKED,
          "Access denied for user '%s'@'%s'. Account is locked."
              .formatted(account.name().user(), client.host()));
    }
    return open(account, client);
  }

  private Login open(Account account, Client client) {
    AccountName name = account.name();
    int connections = open.merge(name, 1, Integer::sum);
    if (account.maxConnections() > 0 && connections > account.maxConnections()) {
      release(name);
      throw new SqlException(
          SqlError.USER_LIMIT,
          "User '%s' has exceeded the 'max_user_connections' resource (current value: %d)"
              .formatted(name.user(), account.maxConnections()));
    }
    AtomicBoolean released = new AtomicBoolean();
    return new AccountLogin(
        users,
        name,
        client,
        () -> {
          if (released.compareAndSet(false, true)) {
            release(name);
          }
        });
  }

  private void release(AccountName name) {
    open.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
  }
}

package io.minitidb.tidb.users;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets clients in, or not. Thread-safe.
public final class Logins {
  private static final Logger log = LoggerFactory.getLogger(Logins.class);

  private final Users users;
  private final Lockout lockout;
  private final Map<AccountName, Integer> open = new ConcurrentHashMap<>();

  /// @param lockout read at each login
  public Logins(Users users, Supplier<LockoutSettings> lockout) {
    this.users = users;
    this.lockout = new Lockout(lockout, InstantSource.system());
  }

  /// What a client shows to be let in.
  ///
  /// @param nonce that it was sent
  /// @param reply by [NativePassword]; empty without password
  public record Proof(byte[] nonce, byte[] reply) {}

  /// Lets a client in.
  ///
  /// @throws SqlException 1045 for an unknown user or a wrong password, 3118 for a locked account,
  ///   3955 after too many failures, 1226 for too many connections
  public Login login(String user, Client client, Proof proof) {
    lockout.check(user, client);
    Optional<Account> found = users.now().matching(user, client);
    if (found.isEmpty() || !isProved(found.get(), client, proof)) {
      lockout.failed(user, client);
      throw denied(user, client, proof);
    }
    lockout.succeeded(user, client);
    Account account = found.get();
    if (account.locked()) {
      throw new SqlException(
          SqlError.ACCOUNT_LOCKED,
          "Access denied for user '%s'@'%s'. Account is locked.".formatted(user, client.host()));
    }
    return open(account, client);
  }

  private static SqlException denied(String user, Client client, Proof proof) {
    return new SqlException(
        SqlError.ACCESS_DENIED,
        "Access denied for user '%s'@'%s' (using password: %s)"
            .formatted(user, client.host(), proof.reply().length == 0 ? "NO" : "YES"));
  }

  private static boolean isProved(Account account, Client client, Proof proof) {
    Credential credential = account.credential();
    if (!credential.isEmpty()) {
      return credential.plugin().equals(NativePassword.PLUGIN)
          && NativePassword.matches(credential.hash(), proof.nonce(), proof.reply());
    }
    if (proof.reply().length > 0) {
      return false;
    }
    boolean root = account.name().user().equals(AccountName.ROOT.user());
    if (root && !client.local()) {
      log.warn(
          "refused {} from {}: without a password only clients on this machine are let in",
          account.name(),
          client.host());
    }
    return !root || client.local();
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

package io.minitidb.tidb.users;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How one client tries to get in: what it shows, step by step, and what is to come next. An
/// account that is not there is treated as one whose password nobody knows. Used by one thread.
public final class Attempt {
  private static final Logger log = LoggerFactory.getLogger(Attempt.class);

  /// What is to come next.
  public enum Step {
    /// The client is who it says; [#enter()] lets it in.
    ENTER,
    /// The same, and the client is to be told that it need not send its password.
    ENTER_BY_DIGEST,
    /// The client is to be asked for another reply, by [#plugin()].
    SWITCH,
    /// The client is to be asked for the password itself.
    ASK_PASSWORD,
    /// [#refusal()].
    REFUSE;

    /// Whether the client's next reply has to be waited for.
    public boolean talks() {
      return this == SWITCH || this == ASK_PASSWORD;
    }
  }

  private final Logins logins;
  private final String user;
  private final Client client;
  private final boolean secure;
  private final Optional<Account> account;
  private final Credential credential;
  private boolean tried;

  Attempt(
      Logins logins,
      String user,
      Client client,
      boolean secure,
      Optional<Account> account,
      Credential unknown) {
    this.logins = logins;
    this.user = user;
    this.client = client;
    this.secure = secure;
    this.account = account;
    this.credential = account.map(Account::credential).orElse(unknown);
  }

  /// Returns by which plugin the account checks passwords.
  public String plugin() {
    return credential.plugin();
  }

  /// Takes a reply to a nonce.
  ///
  /// @param plugin by which it was made; empty from clients that know only the oldest
  /// @param reply empty without password
  public Step offer(String plugin, byte[] nonce, byte[] reply) {
    tried = reply.length > 0;
    if (!tried && !plugin.isEmpty() && !Credential.PLUGINS.contains(plugin)) {
      // MariaDB's library, when several threads load its plugins at once: it proves nothing by a
      // plugin of that name, and waits to be asked for another.
      return Step.SWITCH;
    }
    if (!tried || credential.isEmpty()) {
      return !tried && credential.isEmpty() && mayEnterWithoutPassword() ? Step.ENTER : Step.REFUSE;
    }
    boolean sha2 = plugin.equals(Sha2Password.PLUGIN) && reply.length == Sha2Password.REPLY;
    boolean old = plugin.isEmpty() || plugin.equals(NativePassword.PLUGIN);
    return switch (credential.plugin()) {
      case NativePassword.PLUGIN -> {
        if (old && reply.length == NativePassword.REPLY) {
          boolean right = NativePassword.matches(credential.hash(), nonce, reply);
          yield right ? Step.ENTER : Step.REFUSE;
        }
        yield sha2 && Sha2Password.matches(credential.digest(), nonce, reply)
            ? Step.ENTER_BY_DIGEST
            : Step.SWITCH;
      }
      case Sha2Password.PLUGIN -> {
        if (!sha2) {
          yield Step.SWITCH;
        }
        String digest = logins.digests().of(credential);
        yield Sha2Password.matches(digest, nonce, reply) ? Step.ENTER_BY_DIGEST : Step.ASK_PASSWORD;
      }
      default -> Step.REFUSE;
    };
  }

  /// Takes the password itself.
  public Step password(byte[] password) {
    if (!Sha2Password.matches(credential.hash(), password)) {
      return Step.REFUSE;
    }
    logins.digests().learn(credential, Sha2Password.digest(password));
    return Step.ENTER;
  }

  private boolean mayEnterWithoutPassword() {
    boolean root = user.equals(AccountName.ROOT.user());
    if (root && !client.local()) {
      log.warn(
          "refused {} from {}: without a password only clients on this machine are let in",
          user,
          client.host());
    }
    return !root || client.local();
  }

  /// Lets the client in.
  ///
  /// @throws SqlException 1045 when the account needs TLS, 3118 for a locked account, 1226 for too
  ///   many connections
  public Login enter() {
    Account entered = account.orElseThrow();
    if (entered.needsTls() && !secure) {
      throw refusal();
    }
    return logins.enter(entered, client);
  }

  /// Returns the error for a client that did not get in, and counts it.
  public SqlException refusal() {
    logins.failed(user, client);
    return new SqlException(
        SqlError.ACCESS_DENIED,
        "Access denied for user '%s'@'%s' (using password: %s)"
            .formatted(user, client.host(), tried ? "YES" : "NO"));
  }
}

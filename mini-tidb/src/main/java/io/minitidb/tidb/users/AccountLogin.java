package io.minitidb.tidb.users;

import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.User;
import java.util.Set;

/// The login of a client. When its account is dropped, the session goes on without privileges.
final class AccountLogin implements Login {
  private final Users users;
  private final Runnable release;
  private final AccountName account;
  private volatile State state;

  private record State(Accounts seen, User user) {}

  /// @param release called once, when the session has ended
  AccountLogin(Users users, AccountName account, Client client, Runnable release) {
    this.users = users;
    this.release = release;
    this.account = account;
    Accounts now = users.now();
    this.state = new State(now, new User(account.user(), client.host(), privileges(now, account)));
  }

  private static Set<Privilege> privileges(Accounts accounts, AccountName name) {
    return accounts.find(name).map(Account::privileges).orElse(Set.of());
  }

  @Override
  public AccountName account() {
    return account;
  }

  @Override
  public User user() {
    State known = state;
    Accounts now = users.now();
    if (known.seen() != now) {
      known =
          new State(
              now, new User(known.user().name(), known.user().host(), privileges(now, account)));
      state = known;
    }
    return known.user();
  }

  @Override
  public void close() {
    release.run();
  }
}

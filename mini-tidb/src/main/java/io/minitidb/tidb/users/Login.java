package io.minitidb.tidb.users;

import io.minitidb.memtable.User;

/// Who a session acts for, from its login to its end.
public interface Login extends AutoCloseable {

  /// Returns the account that the client was taken for.
  AccountName account();

  /// Returns the user with what he may do now: it changes when others grant or revoke.
  User user();

  /// Gives the connection back to the account's limit.
  @Override
  void close();

  /// Returns the login of a user who came by no account.
  static Login of(User user) {
    AccountName account = new AccountName(user.name(), "%");
    return new Login() {
      @Override
      public AccountName account() {
        return account;
      }

      @Override
      public User user() {
        return user;
      }

      @Override
      public void close() {
        // It counts for no limit.
      }
    };
  }
}

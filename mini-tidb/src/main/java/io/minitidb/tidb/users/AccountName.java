package io.minitidb.tidb.users;

import java.util.Locale;

/// What an account is known by.
///
/// @param host from where, with `%` and `_` as in LIKE; in lower case
public record AccountName(String user, String host) {
  /// The account that is always there.
  public static final AccountName ROOT = new AccountName("root", "%");

  /// An empty host stands for every host.
  public AccountName {
    host = host.isEmpty() ? "%" : host.toLowerCase(Locale.ROOT);
  }

  /// Returns `'user'@'host'`, as it stands in statements and error messages.
  public String quoted() {
    return quoted(user) + "@" + quoted(host);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /// Returns `user@host`, as CURRENT_USER() shows it.
  @Override
  public String toString() {
    return user + "@" + host;
  }
}

package io.minitidb.tidb.users;

import io.minitidb.memtable.Privilege;
import java.util.EnumSet;
import java.util.Set;

/// One account.
///
/// @param grants what it may do
/// @param maxConnections how many it may have to one mini-tidb at a time, 0 for no limit
/// @param locked whether nobody may log in by it
/// @param needsTls whether only clients with TLS may
public record Account(
    AccountName name,
    Credential credential,
    Grants grants,
    int maxConnections,
    boolean locked,
    boolean needsTls) {

  /// Returns an account that may do nothing but log in.
  public static Account of(AccountName name, Credential credential) {
    return new Account(name, credential, Grants.NONE, 0, false, false);
  }

  /// Returns the root of a cluster of which nobody has said anything yet.
  static Account root() {
    return of(AccountName.ROOT, Credential.NO_PASSWORD)
        .with(Grants.NONE.plus(EnumSet.allOf(Privilege.class)));
  }

  /// Returns what it may do on everything.
  public Set<Privilege> privileges() {
    return grants.everywhere();
  }

  public Account with(Credential other) {
    return new Account(name, other, grants, maxConnections, locked, needsTls);
  }

  public Account with(Grants other) {
    return new Account(name, credential, other, maxConnections, locked, needsTls);
  }

  public Account limited(int connections) {
    return new Account(name, credential, grants, connections, locked, needsTls);
  }

  public Account locked(boolean now) {
    return new Account(name, credential, grants, maxConnections, now, needsTls);
  }

  public Account needingTls(boolean now) {
    return new Account(name, credential, grants, maxConnections, locked, now);
  }
}

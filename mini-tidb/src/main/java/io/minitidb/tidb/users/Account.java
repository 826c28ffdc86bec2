package io.minitidb.tidb.users;

import io.minitidb.memtable.Privilege;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/// One account.
///
/// @param privileges on everything
/// @param readable what it may read by a grant on less than everything
/// @param maxConnections how many it may have to one mini-tidb at a time, 0 for no limit
/// @param locked whether nobody may log in by it
/// @param needsTls whether only clients with TLS may
public record Account(
    AccountName name,
    Credential credential,
    Set<Privilege> privileges,
    Set<Scope> readable,
    int maxConnections,
    boolean locked,
    boolean needsTls) {

  public Account {
    privileges = Set.copyOf(privileges);
    readable = Set.copyOf(readable);
  }

  /// Returns an account that may do nothing but log in.
  public static Account of(AccountName name, Credential credential) {
    return new Account(name, credential, Set.of(), Set.of(), 0, false, false);
  }

  /// Returns the root of a cluster of which nobody has said anything yet.
  static Account root() {
    return new Account(
        AccountName.ROOT,
        Credential.NO_PASSWORD,
        EnumSet.allOf(Privilege.class),
        Set.of(),
        0,
        false,
        false);
  }

  public Account with(Credential other) {
    return new Account(name, other, privileges, readable, maxConnections, locked, needsTls);
  }

  public Account limited(int connections) {
    return new Account(name, credential, privileges, readable, connections, locked, needsTls);
  }

  public Account locked(boolean now) {
    return new Account(name, credential, privileges, readable, maxConnections, now, needsTls);
  }

  public Account needingTls(boolean now) {
    return new Account(name, credential, privileges, readable, maxConnections, locked, now);
  }

  public Account granted(Collection<Privilege> more) {
    Set<Privilege> all = new LinkedHashSet<>(privileges);
    all.addAll(more);
    return new Account(name, credential, all, readable, maxConnections, locked, needsTls);
  }

  public Account revoked(Collection<Privilege> less) {
    Set<Privilege> left = new LinkedHashSet<>(privileges);
    left.removeAll(less);
    return new Account(name, credential, left, readable, maxConnections, locked, needsTls);
  }

  /// Returns the account with these readable in the place of what was.
  public Account reading(Set<Scope> scopes) {
    return new Account(name, credential, privileges, scopes, maxConnections, locked, needsTls);
  }
}

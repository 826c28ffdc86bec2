package io.minitidb.tidb.sql;

import io.minitidb.cop.expr.EvalException;
import io.minitidb.memtable.AccessDenied;
import io.minitidb.memtable.Privilege;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.users.Account;
import io.minitidb.tidb.users.Accounts;
import io.minitidb.tidb.users.Grants;
import io.minitidb.tidb.users.Scope;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// What a session's user may do to accounts.
final class UserRights {
  private UserRights() {}

  /// @throws SqlException 1227 unless the user has one of `enough`
  static void needsOneOf(Session session, Privilege... enough) {
    needsOneOf(session.user().privileges(), enough);
  }

  private static void needsOneOf(Set<Privilege> held, Privilege... enough) {
    if (Arrays.stream(enough).noneMatch(held::contains)) {
      EvalException denied = AccessDenied.needs(enough);
      throw new SqlException(denied.code(), String.valueOf(denied.getMessage()), denied);
    }
  }

  /// Nobody gives away or takes away what he has not himself, there or on more.
  ///
  /// @param scope empty for `*.*`
  /// @throws SqlException 1227 naming GRANT OPTION, or the first that the user lacks
  static void mayGrant(
      Session session, Accounts accounts, Collection<Privilege> privileges, Optional<Scope> scope) {
    Grants own = own(session, accounts);
    Set<Privilege> held = scope.map(own::on).orElse(own.everywhere());
    needsOneOf(held, Privilege.GRANT_OPTION);
    needsAll(held, privileges);
  }

  /// Nobody gets by another's account what he has not himself.
  ///
  /// @throws SqlException 1227 naming the first that the user lacks
  static void hasAllOf(Session session, Accounts accounts, Account other) {
    Grants own = own(session, accounts);
    needsAll(own.everywhere(), other.privileges());
    other.grants().scoped().forEach((scope, privileges) -> needsAll(own.on(scope), privileges));
  }

  private static Grants own(Session session, Accounts accounts) {
    return new Grants(
        session.user().privileges(),
        accounts.find(session.account()).map(Account::grants).orElse(Grants.NONE).scoped());
  }

  private static void needsAll(Set<Privilege> held, Collection<Privilege> privileges) {
    privileges.stream().sorted().forEach(each -> needsOneOf(held, each));
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.memtable.Privilege;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.users.Account;
import io.minitidb.tidb.users.AccountName;
import io.minitidb.tidb.users.Accounts;
import io.minitidb.tidb.users.Scope;
import io.minitidb.tidb.users.Users;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// GRANT and REVOKE. Privileges are given on everything; only SELECT may be given on less, which
/// has no effect as long as everybody may read.
record GrantStatements(Session session, Users users) {

  /// Answers GRANT or REVOKE.
  ///
  /// @throws SqlException 1410 and 1141 for an account that is not there, 1227 for who may not
  void run(TokenReader tokens) {
    if (tokens.accept("grant")) {
      grant(tokens);
    } else {
      tokens.expect("revoke");
      revoke(tokens);
    }
  }

  private void grant(TokenReader tokens) {
    GrantedPrivileges granted = GrantedPrivileges.read(tokens, "to", session);
    tokens.expect("to");
    List<AccountName> names = AccountReader.several(tokens, session);
    Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
    privileges.addAll(granted.privileges());
    if (tokens.accept("with")) {
      tokens.expect("grant");
      tokens.expect("option");
      privileges.add(Privilege.GRANT_OPTION);
    }
    tokens.end();
    if (granted.scope().isPresent()) {
      GrantedPrivileges.checkLevel(privileges);
    }
    check(privileges);
    UnaryOperator<Account> change =
        granted
            .scope()
            .<UnaryOperator<Account>>map(scope ->
                account ->
                    privileges.isEmpty()
                        ? account
                        : account.reading(plus(account.readable(), scope)))
            .orElse(account -> account.granted(privileges));
    change(
        names,
        change,
        name ->
            new SqlException(
                SqlError.NO_USER_BY_GRANT, "You are not allowed to create a user with GRANT"));
  }

  private void revoke(TokenReader tokens) {
    if (tokens.accept("if")) {
      tokens.expect("exists");
    }
    GrantedPrivileges revoked = GrantedPrivileges.read(tokens, "from", session);
    tokens.expect("from");
    List<AccountName> names = AccountReader.several(tokens, session);
    tokens.end();
    check(revoked.everywhere() ? EnumSet.allOf(Privilege.class) : revoked.privileges());
    UnaryOperator<Account> change =
        revoked.everywhere()
            ? account -> account.revoked(EnumSet.allOf(Privilege.class)).reading(Set.of())
            : revoked
                .scope()
                .<UnaryOperator<Account>>map(scope -> account -> unread(account, scope))
                .orElse(account -> account.revoked(revoked.privileges()));
    change(names, change, GrantStatements::noSuchGrant);
  }

  private void check(Set<Privilege> privileges) {
    UserRights.needsOneOf(session, Privilege.GRANT_OPTION);
    UserRights.needsAll(session, privileges);
  }

  private void change(
      List<AccountName> names,
      UnaryOperator<Account> change,
      Function<AccountName, SqlException> missing) {
    users.change(accounts -> {
      Accounts after = accounts;
      for (AccountName name : names) {
        Account before = after.find(name).orElseThrow(() -> missing.apply(name));
        after = after.with(change.apply(before));
      }
      return after;
    });
  }

  private static Set<Scope> plus(Set<Scope> scopes, Scope scope) {
    Set<Scope> more = new HashSet<>(scopes);
    more.add(scope);
    return more;
  }

  private static Account unread(Account account, Scope scope) {
    Set<Scope> left = new HashSet<>(account.readable());
    if (!left.remove(scope)) {
      throw noSuchGrant(account.name());
    }
    return account.reading(left);
  }

  /// Returns error 1141.
  static SqlException noSuchGrant(AccountName name) {
    return new SqlException(
        SqlError.NO_SUCH_GRANT,
        "There is no such grant defined for user '"
            + name.user()
            + "' on host '"
            + name.host()
            + "'");
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.memtable.Privilege;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.users.Account;
import io.minitidb.tidb.users.AccountName;
import io.minitidb.tidb.users.Accounts;
import io.minitidb.tidb.users.Grants;
import io.minitidb.tidb.users.Scope;
import io.minitidb.tidb.users.Users;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// GRANT and REVOKE, on everything, a database or a table.
record GrantStatements(Session session, Users users) {

  /// Answers GRANT or REVOKE.
  ///
  /// @throws SqlException 1410 and 1141 for an account that is not there, 1227 for who may not,
  ///   1141 and 1147 for the revocation of what was never granted on a database or table
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
    UserRights.mayGrant(session, users.now(), privileges, granted.scope());
    change(
        names,
        account ->
            granted
                .scope()
                .map(scope -> account.grants().plus(scope, privileges))
                .orElseGet(() -> account.grants().plus(privileges)),
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
    UserRights.mayGrant(session, users.now(), revoked.privileges(), revoked.scope());
    change(
        names,
        account ->
            revoked.everywhere()
                ? Grants.NONE
                : revoked
                    .scope()
                    .map(scope -> without(account, scope, revoked.privileges()))
                    .orElseGet(() -> account.grants().minus(revoked.privileges())),
        GrantStatements::noSuchGrant);
  }

  private void change(
      List<AccountName> names,
      Function<Account, Grants> change,
      Function<AccountName, SqlException> missing) {
    users.change(accounts -> {
      Accounts after = accounts;
      for (AccountName name : names) {
        Account before = after.find(name).orElseThrow(() -> missing.apply(name));
        after = after.with(before.with(change.apply(before)));
      }
      return after;
    });
  }

  private static Grants without(Account account, Scope scope, Set<Privilege> privileges) {
    if (account.grants().by(scope).isEmpty()) {
      throw scope.isWholeDatabase()
          ? noSuchGrant(account.name())
          : new SqlException(
              SqlError.NO_SUCH_TABLE_GRANT,
              noSuchGrant(account.name()).getMessage() + " on table '" + scope.table() + "'");
    }
    return account.grants().minus(scope, privileges);
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

package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Privilege;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.users.Account;
import io.minitidb.tidb.users.AccountName;
import io.minitidb.tidb.users.Users;
import java.util.List;

/// SHOW GRANTS and SHOW CREATE USER. Everybody sees his own; who may make users or is SUPER sees
/// all.
record ShowUsers(Session session, Users users) {
  /// Answers `SHOW GRANTS [FOR user]`.
  ///
  /// @throws SqlException 1141 for an account that is not there
  Result grants(TokenReader tokens) {
    AccountName name =
        tokens.accept("for") ? AccountReader.one(tokens, session) : session.account();
    tokens.end();
    checkMaySee(name);
    Account account = users.now().find(name).orElseThrow(() -> GrantStatements.noSuchGrant(name));
    return FixedRows.of(
        List.of(new Result.Column("Grants for " + name, Type.varchar(1024))),
        GrantLines.of(account).stream().map(List::of).toList());
  }

  /// Answers what follows SHOW CREATE USER. The hash of the password is not shown.
  ///
  /// @throws SqlException 1396 for an account that is not there
  Result createUser(TokenReader tokens) {
    AccountName name = AccountReader.one(tokens, session);
    tokens.end();
    checkMaySee(name);
    Account account =
        users
            .now()
            .find(name)
            .orElseThrow(() ->
                new SqlException(
                    SqlError.USER_FAILED,
                    "Operation SHOW CREATE USER failed for " + name.quoted()));
    String text =
        "CREATE USER "
            + name.quoted()
            + " IDENTIFIED WITH '"
            + account.credential().plugin()
            + "' AS '"
            + (account.credential().isEmpty() ? "" : SecretText.HIDDEN)
            + "' REQUIRE "
            + (account.needsTls() ? "SSL" : "NONE")
            + (account.maxConnections() == 0
                ? ""
                : " WITH MAX_USER_CONNECTIONS " + account.maxConnections())
            + (account.locked() ? " ACCOUNT LOCK" : " ACCOUNT UNLOCK");
    return FixedRows.of(
        List.of(new Result.Column("CREATE USER for " + name, Type.varchar(1024))),
        List.of(List.of(text)));
  }

  private void checkMaySee(AccountName name) {
    if (!name.equals(session.account())) {
      UserRights.needsOneOf(session, Privilege.SUPER, Privilege.CREATE_USER);
    }
  }
}

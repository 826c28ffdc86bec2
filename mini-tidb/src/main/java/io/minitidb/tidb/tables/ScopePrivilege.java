package io.minitidb.tidb.tables;

import io.minitidb.memtable.Column;
import io.minitidb.memtable.Privilege;
import io.minitidb.tidb.users.Account;
import io.minitidb.tidb.users.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One privilege on a database or table: a row of `schema_privileges` or `table_privileges`.
record ScopePrivilege(Account account, Scope scope, String privilege) {

  static Stream<ScopePrivilege> of(Account account, Scope scope) {
    return PrivilegeColumns.words(account.grants().by(scope))
        .map(words -> new ScopePrivilege(account, scope, words));
  }

  /// @param ofTables whether the name of the table is one of them
  static List<Column<ScopePrivilege>> columns(boolean ofTables) {
    List<Column<ScopePrivilege>> columns = new ArrayList<>();
    columns.add(text("GRANTEE", 292, row -> row.account().name().quoted()));
    columns.add(text("TABLE_CATALOG", 512, row -> "def"));
    columns.add(text("TABLE_SCHEMA", 64, row -> row.scope().database()));
    if (ofTables) {
      columns.add(text("TABLE_NAME", 64, row -> row.scope().table()));
    }
    columns.add(text("PRIVILEGE_TYPE", 64, ScopePrivilege::privilege));
    columns.add(text("IS_GRANTABLE", 3, row -> row.grantable() ? "YES" : "NO"));
    return columns;
  }

  private boolean grantable() {
    Set<Privilege> privileges = account.grants().by(scope);
    return privileges.contains(Privilege.GRANT_OPTION);
  }

  private static Column<ScopePrivilege> text(
      String name, int length, Function<ScopePrivilege, @Nullable String> value) {
    return Column.<ScopePrivilege>text(name, length, value).notNull();
  }
}

package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.AccessDenied;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.ScanContext;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.users.Account;
import io.minitidb.tidb.users.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// `mysql.user`: the accounts, without what their passwords are checked by, and with limits of
/// MySQL's that nobody has. Needs SUPER or CREATE USER.
@AutoService(MemTable.class)
public final class MysqlUser implements MemTable {
  /// Stands for the hash of a password.
  private static final String HIDDEN = "***";

  @Override
  public Definition<?> definition() {
    return Definition.named("user", NodeKind.TIDB).in("mysql").of(columns(), MysqlUser::rows);
  }

  private static List<Column<Account>> columns() {
    List<Column<Account>> columns = new ArrayList<>();
    columns.add(Column.<Account>text("Host", 255, account -> account.name().host()).notNull());
    columns.add(Column.<Account>text("User", 32, account -> account.name().user()).notNull());
    for (Privilege privilege : Privilege.values()) {
      columns.add(PrivilegeColumns.of(privilege, Account::privileges));
    }
    columns.add(
        Column.<Account>text("ssl_type", 9, account -> account.needsTls() ? "ANY" : "").notNull());
    columns.add(number("max_questions", account -> 0));
    columns.add(number("max_updates", account -> 0));
    columns.add(number("max_connections", account -> 0));
    columns.add(number("max_user_connections", Account::maxConnections));
    columns.add(
        Column.<Account>text("plugin", 64, account -> account.credential().plugin()).notNull());
    columns.add(
        Column.<Account>text(
            "authentication_string",
            Type.TEXT,
            account -> account.credential().isEmpty() ? "" : HIDDEN));
    columns.add(flag("password_expired", account -> false)); // none ever does
    columns.add(flag("has_password", account -> !account.credential().isEmpty()));
    columns.add(flag("account_locked", Account::locked));
    return columns;
  }

  private static Column<Account> number(String name, ToLongFunction<Account> value) {
    return Column.bigint(name, Type.UNSIGNED_BIGINT, value).notNull();
  }

  private static Column<Account> flag(String name, Predicate<Account> holds) {
    return Column.<Account>text(name, 1, account -> holds.test(account) ? "Y" : "N").notNull();
  }

  private static List<Account> rows(ScanContext context) {
    if (!context.user().may(Privilege.SUPER) && !context.user().may(Privilege.CREATE_USER)) {
      throw AccessDenied.needs(Privilege.SUPER, Privilege.CREATE_USER);
    }
    return List.copyOf(context.source(Users.class).now().all());
  }
}

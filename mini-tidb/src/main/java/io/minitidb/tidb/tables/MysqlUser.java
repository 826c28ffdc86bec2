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
import java.util.List;
import java.util.function.Predicate;

/// `mysql.user`: the accounts, without what their passwords are checked by. Needs SUPER or CREATE
/// USER.
@AutoService(MemTable.class)
public final class MysqlUser implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("user", NodeKind.TIDB)
        .in("mysql")
        .of(
            List.of(
                Column.<Account>text("Host", 255, account -> account.name().host()).notNull(),
                Column.<Account>text("User", 32, account -> account.name().user()).notNull(),
                privilege("Select_priv", Privilege.SELECT),
                privilege("Process_priv", Privilege.PROCESS),
                privilege("Grant_priv", Privilege.GRANT_OPTION),
                privilege("Super_priv", Privilege.SUPER),
                privilege("Create_user_priv", Privilege.CREATE_USER),
                privilege("Config_priv", Privilege.CONFIG),
                privilege("Connection_admin_priv", Privilege.CONNECTION_ADMIN),
                privilege("System_variables_admin_priv", Privilege.SYSTEM_VARIABLES_ADMIN),
                Column.<Account>bigint(
                        "max_user_connections", Type.UNSIGNED_BIGINT, Account::maxConnections)
                    .notNull(),
                Column.<Account>text("plugin", 64, account -> account.credential().plugin())
                    .notNull(),
                flag("has_password", account -> !account.credential().isEmpty()),
                flag("account_locked", Account::locked)),
            MysqlUser::rows);
  }

  private static Column<Account> privilege(String name, Privilege privilege) {
    return flag(name, account -> account.privileges().contains(privilege));
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

package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.ScanContext;
import io.minitidb.memtable.User;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.users.Account;
import io.minitidb.tidb.users.Accounts;
import io.minitidb.tidb.users.Client;
import io.minitidb.tidb.users.Users;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// `user_privileges`: what each account may do; to users who are neither SUPER nor may make
/// accounts, their own.
@AutoService(MemTable.class)
public final class UserPrivileges implements MemTable {

  private record Row(Account account, String privilege) {
    String grantable() {
      return account.privileges().contains(Privilege.GRANT_OPTION) ? "YES" : "NO";
    }
  }

  @Override
  public Definition<?> definition() {
    return Definition.named("user_privileges", NodeKind.TIDB)
        .ignoringCase(
            List.of(
                Column.<Row>text("GRANTEE", 292, row -> row.account().name().quoted()).notNull(),
                Column.<Row>text("TABLE_CATALOG", 512, row -> "def").notNull(),
                Column.<Row>text("PRIVILEGE_TYPE", 64, Row::privilege).notNull(),
                Column.<Row>text("IS_GRANTABLE", 3, Row::grantable).notNull()),
            UserPrivileges::rows);
  }

  private static List<Row> rows(ScanContext context) {
    return shown(context.user(), context.source(Users.class).now()).stream()
        .flatMap(account -> words(account).map(words -> new Row(account, words)))
        .toList();
  }

  /// Returns the accounts of which `user` may see what they may.
  static Collection<Account> shown(User user, Accounts accounts) {
    return user.may(Privilege.SUPER) || user.may(Privilege.CREATE_USER)
        ? accounts.all()
        : accounts.matching(user.name(), Client.at(user.host())).stream().toList();
  }

  private static Stream<String> words(Account account) {
    return PrivilegeColumns.words(account.privileges());
  }
}

package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTableGroup;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.ScanContext;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.users.Account;
import io.minitidb.tidb.users.Scope;
import io.minitidb.tidb.users.Users;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What each account may do by grants on less than everything: `schema_privileges` and `mysql.db`
/// by schemas, `table_privileges` and `mysql.tables_priv` by tables. Who sees which account is as
/// in [UserPrivileges].
@AutoService(MemTableGroup.class)
public final class ScopePrivileges implements MemTableGroup {
  private static final Column<Row> HOST =
      Column.<Row>text("Host", 255, row -> row.account().name().host()).notNull();
  private static final Column<Row> DB = text("Db", row -> row.scope().database());
  private static final Column<Row> USER =
      Column.<Row>text("User", 32, row -> row.account().name().user()).notNull();

  private record Row(Account account, Scope scope) {
    Set<Privilege> privileges() {
      return account.grants().by(scope);
    }
  }

  @Override
  public List<Definition<?>> definitions() {
    return List.of(
        Definition.named("schema_privileges", NodeKind.TIDB)
            .ignoringCase(ScopePrivilege.columns(false), context -> single(context, true)),
        Definition.named("table_privileges", NodeKind.TIDB)
            .ignoringCase(ScopePrivilege.columns(true), context -> single(context, false)),
        Definition.named("db", NodeKind.TIDB)
            .in("mysql")
            .ignoringCase(databaseColumns(), context -> rows(context, true)),
        Definition.named("tables_priv", NodeKind.TIDB)
            .in("mysql")
            .ignoringCase(
                List.of(
                    HOST,
                    DB,
                    USER,
                    text("Table_name", row -> row.scope().table()),
                    Column.<Row>text("Grantor", 288, row -> "").notNull(),
                    Column.time("Timestamp", Type.timestamp(0), row -> null),
                    Column.<Row>text(
                            "Table_priv", 256, row -> PrivilegeColumns.set(row.privileges()))
                        .notNull(),
                    Column.<Row>text("Column_priv", 256, row -> "").notNull()),
                context -> rows(context, false)));
  }

  private static List<Column<Row>> databaseColumns() {
    Scope some = Scope.of("");
    List<Column<Row>> columns = new ArrayList<>(List.of(HOST, DB, USER));
    Arrays.stream(Privilege.values())
        .filter(some::takes)
        .forEach(each -> columns.add(PrivilegeColumns.of(each, Row::privileges)));
    return columns;
  }

  private static Column<Row> text(String name, Function<Row, @Nullable String> value) {
    return Column.text(name, 64, value).notNull();
  }

  private static List<Row> rows(ScanContext context, boolean schemas) {
    return UserPrivileges.shown(context.user(), context.source(Users.class).now()).stream()
        .flatMap(account ->
            account.grants().scoped().keySet().stream().map(scope -> new Row(account, scope)))
        .filter(row -> row.scope().isWholeDatabase() == schemas)
        .toList();
  }

  private static List<ScopePrivilege> single(ScanContext context, boolean schemas) {
    return rows(context, schemas).stream()
        .flatMap(row -> ScopePrivilege.of(row.account(), row.scope()))
        .toList();
  }
}

package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.ScanContext;
import io.minitidb.node.NodeKind;
import java.util.List;
import java.util.stream.Stream;

/// `user_privileges`: what the user who asks may do, from any host.
@AutoService(MemTable.class)
public final class UserPrivileges implements MemTable {

  private record Row(String grantee, String privilege) {}

  @Override
  public Definition<?> definition() {
    return Definition.named("user_privileges", NodeKind.TIDB)
        .ignoringCase(
            List.of(
                Column.<Row>text("GRANTEE", 292, Row::grantee).notNull(),
                Column.<Row>text("TABLE_CATALOG", 512, row -> "def").notNull(),
                Column.<Row>text("PRIVILEGE_TYPE", 64, Row::privilege).notNull(),
                Column.<Row>text("IS_GRANTABLE", 3, row -> "YES").notNull()),
            UserPrivileges::rows);
  }

  private static List<Row> rows(ScanContext context) {
    String grantee = "'" + context.user().name() + "'@'%'";
    return Stream.concat(
            Stream.of("SELECT"), context.user().privileges().stream().map(Enum::name).sorted())
        .map(privilege -> new Row(grantee, privilege))
        .toList();
  }
}

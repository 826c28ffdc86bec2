package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.TableInfo;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `tables`: every table; all are system views without stored rows.
@AutoService(MemTable.class)
public final class Tables implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("tables", NodeKind.TIDB)
        .ignoringCase(
            List.of(
                Column.<TableInfo>text("TABLE_CATALOG", 64, table -> "def").notNull(),
                Column.<TableInfo>text("TABLE_SCHEMA", 64, TableInfo::schema).notNull(),
                Column.<TableInfo>text("TABLE_NAME", 64, TableInfo::name).notNull(),
                Column.<TableInfo>text("TABLE_TYPE", 64, table -> "SYSTEM VIEW").notNull(),
                Column.text("ENGINE", 64, table -> null),
                Column.text("TABLE_COLLATION", 64, table -> "utf8mb4_bin"),
                Column.text("CREATE_OPTIONS", 256, table -> ""),
                Column.text("TABLE_COMMENT", Type.TEXT, table -> "")),
            context -> List.copyOf(context.source(Catalog.class).get()));
  }
}

package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.TableInfo;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `schemata`: the databases.
@AutoService(MemTable.class)
public final class Schemata implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("schemata", NodeKind.TIDB)
        .ignoringCase(
            List.of(
                Column.<String>text("CATALOG_NAME", 64, name -> "def").notNull(),
                Column.<String>text("SCHEMA_NAME", 64, name -> name).notNull(),
                Column.<String>text("DEFAULT_CHARACTER_SET_NAME", 64, name -> "utf8mb4").notNull(),
                Column.<String>text("DEFAULT_COLLATION_NAME", 64, name -> "utf8mb4_bin").notNull(),
                Column.text("SQL_PATH", 512, name -> null),
                Column.<String>text("DEFAULT_ENCRYPTION", 3, name -> "NO").notNull()),
            context ->
                context.source(Catalog.class).get().stream()
                    .map(TableInfo::schema)
                    .distinct()
                    .sorted()
                    .toList());
  }
}

package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.TableInfo;
import io.minitidb.node.NodeKind;
import java.util.List;
import java.util.OptionalLong;

/// `tables`: every table; all are system views without stored rows, so sizes are 0 and the times of
/// rows unknown.
@AutoService(MemTable.class)
public final class Tables implements MemTable {
  private static final OptionalLong NOTHING_STORED = OptionalLong.of(0);

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
                number("VERSION", OptionalLong.of(10)),
                Column.text("ROW_FORMAT", 10, table -> null),
                number("TABLE_ROWS", NOTHING_STORED),
                number("AVG_ROW_LENGTH", NOTHING_STORED),
                number("DATA_LENGTH", NOTHING_STORED),
                number("MAX_DATA_LENGTH", NOTHING_STORED),
                number("INDEX_LENGTH", NOTHING_STORED),
                number("DATA_FREE", NOTHING_STORED),
                number("AUTO_INCREMENT", OptionalLong.empty()),
                Column.time("CREATE_TIME", Type.timestamp(0), table -> null),
                Column.time("UPDATE_TIME", Type.datetime(0), table -> null),
                Column.time("CHECK_TIME", Type.datetime(0), table -> null),
                Column.text("TABLE_COLLATION", 64, table -> "utf8mb4_bin"),
                number("CHECKSUM", OptionalLong.empty()),
                Column.text("CREATE_OPTIONS", 256, table -> ""),
                Column.text("TABLE_COMMENT", Type.TEXT, table -> "")),
            context -> List.copyOf(context.source(Catalog.class).get()));
  }

  private static Column<TableInfo> number(String name, OptionalLong value) {
    return new Column<>(
        name,
        Type.bigint(21).asUnsigned(),
        true,
        TableInfo.Role.DATA,
        (row, context, out) -> value.ifPresentOrElse(out::appendLong, out::appendNull));
  }
}

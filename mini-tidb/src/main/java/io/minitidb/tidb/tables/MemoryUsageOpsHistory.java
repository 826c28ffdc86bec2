package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.TableInfo.Role;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `memory_usage_ops_history`: sessions that were killed for memory. There are none, since each
/// statement has a quota of its own; the table is there for those who ask.
@AutoService(MemTable.class)
public final class MemoryUsageOpsHistory implements MemTable {
  private static final Type BYTES = Type.bigint(21);

  @Override
  public Definition<?> definition() {
    return Definition.named("memory_usage_ops_history", NodeKind.TIDB)
        .clusterTwin()
        .of(
            List.of(
                column("TIME", Type.datetime(0)).notNull(),
                column("OPS", Type.varchar(20)).notNull(),
                column("MEMORY_LIMIT", BYTES).notNull(),
                column("MEMORY_CURRENT", BYTES).notNull(),
                column("PROCESSID", BYTES.asUnsigned()),
                column("MEM", BYTES.asUnsigned()),
                column("DISK", BYTES.asUnsigned()),
                column("CLIENT", Type.varchar(64)),
                column("DB", Type.varchar(64)),
                column("USER", Type.varchar(16)),
                column("SQL_DIGEST", Type.varchar(64)),
                column("SQL_TEXT", Type.varchar(256))),
            context -> List.of());
  }

  private static Column<Void> column(String name, Type type) {
    return new Column<>(name, type, true, Role.DATA, (row, context, out) -> out.appendNull());
  }
}

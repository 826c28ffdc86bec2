package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `memory_usage`: the heap of a mini-tidb, in bytes. MEMORY_LIMIT is the heap's maximum, which the
/// JVM keeps itself; GC_LAST and GC_TOTAL are the JVM's collections. No session is ever killed for
/// memory (a statement over its own quota ends with error 8175) and nothing is spilled to disk.
@AutoService(MemTable.class)
public final class MemoryUsage implements MemTable {
  private static final Type BYTES = Type.bigint(21);

  @Override
  public Definition<?> definition() {
    return Definition.named("memory_usage", NodeKind.TIDB)
        .clusterTwin()
        .of(
            List.of(
                Column.bigint("MEMORY_TOTAL", BYTES, ServerMemory.Figures::total),
                Column.bigint("MEMORY_LIMIT", BYTES, ServerMemory.Figures::limit),
                Column.bigint("MEMORY_CURRENT", BYTES, ServerMemory.Figures::used),
                Column.bigint("MEMORY_MAX_USED", BYTES, ServerMemory.Figures::most),
                Column.text("CURRENT_OPS", 50, row -> null),
                Column.time("SESSION_KILL_LAST", Type.datetime(0), row -> null),
                Column.bigint("SESSION_KILL_TOTAL", BYTES, row -> 0),
                Column.time("GC_LAST", Type.datetime(0), row -> row.lastCollection().orElse(null)),
                Column.bigint("GC_TOTAL", BYTES, ServerMemory.Figures::collections),
                Column.bigint("DISK_USAGE", BYTES, row -> 0),
                Column.bigint("QUERY_FORCE_DISK", BYTES, row -> 0)),
            context -> List.of(context.source(ServerMemory.class).latest()));
  }
}

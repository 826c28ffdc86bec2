package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.TableInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.slowlog.SlowEntry;
import io.minitidb.tidb.slowlog.SlowField;
import io.minitidb.tidb.slowlog.SlowLogFiles;
import java.util.Arrays;

/// `slow_query`: the entries of a mini-tidb's slow log, rotated files included; without PROCESS
/// only those of one's own. What an entry does not tell is 0, false or an empty text, as in TiDB.
@AutoService(MemTable.class)
public final class SlowQuery implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("slow_query", NodeKind.TIDB)
        .clusterTwin()
        .twin("slow_query_cluster", Definition.Form.NODE_ID)
        .streaming(
            Arrays.stream(SlowField.values()).map(SlowQuery::column).toList(),
            (context, wanted) -> context.source(SlowLogFiles.class).entries(context, wanted));
  }

  private static Column<SlowEntry> column(SlowField field) {
    return new Column<>(
        field.column(),
        field.type(),
        field != SlowField.TIME,
        field == SlowField.TIME ? TableInfo.Role.TIME : TableInfo.Role.DATA,
        (entry, context, out) -> entry.append(field, context, out));
  }
}

package io.minitidb.tidb.statement;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `statements_summary_evicted`: how many statements the summary had no room for, newest window
/// first; windows without any are missing. Beyond 4,096 in a window one that comes and goes counts
/// each time.
@AutoService(MemTable.class)
public final class StatementsSummaryEvictedTable implements MemTable {
  @Override
  public Definition<?> definition() {
    return Definition.named("statements_summary_evicted", NodeKind.TIDB)
        .clusterTwin()
        .needs(Privilege.PROCESS)
        .of(
            List.of(
                Column.<EvictedStatements.Count>time(
                    "BEGIN_TIME", Type.timestamp(0), row -> row.window().begin()),
                Column.time("END_TIME", Type.timestamp(0), row -> row.window().end()),
                Column.bigint(
                    "EVICTED_COUNT", Type.bigint(21), EvictedStatements.Count::statements)),
            context -> context.source(StatementSummary.class).evicted());
  }
}

package io.minitidb.tidb.statement;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;

/// `statements_summary_history`: what ran in the windows that are kept, the current one included,
/// statement by statement; without PROCESS only what one has run oneself. What was evicted is
/// summed in the row whose DIGEST is NULL.
@AutoService(MemTable.class)
public final class StatementsSummaryHistoryTable implements MemTable {
  @Override
  public Definition<?> definition() {
    return Definition.named("statements_summary_history", NodeKind.TIDB)
        .clusterTwin()
        .of(
            SummaryColumns.ALL,
            context -> context.source(StatementSummary.class).history(context.user()));
  }
}

package io.minitidb.tidb.statement;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;

/// `statements_summary`: what ran in the current window, statement by statement; without PROCESS
/// only what one has run oneself. What was evicted is summed in the row whose DIGEST is NULL.
@AutoService(MemTable.class)
public final class StatementsSummaryTable implements MemTable {
  @Override
  public Definition<?> definition() {
    return Definition.named("statements_summary", NodeKind.TIDB)
        .clusterTwin()
        .of(
            SummaryColumns.ALL,
            context -> context.source(StatementSummary.class).current(context.user()));
  }
}

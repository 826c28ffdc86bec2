package io.minitidb.tidb.statement;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;

/// `performance_schema.events_statements_summary_by_digest`: the current window in the older form.
@AutoService(MemTable.class)
public final class EventsStatementsSummaryTable implements MemTable {
  @Override
  public Definition<?> definition() {
    return Definition.named("events_statements_summary_by_digest", NodeKind.TIDB)
        .in("performance_schema")
        .of(
            SummaryColumns.EVENTS,
            context -> context.source(StatementSummary.class).current(context.user()));
  }
}

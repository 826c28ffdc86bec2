package io.minitidb.tidb.statement;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.TableInfo.Role;
import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.List;

/// `performance_schema.events_statements_summary_by_digest_cluster`: the prototype's table. Its
/// NODE_ID is wider than those of its other tables, and NOT NULL.
@AutoService(MemTable.class)
public final class EventsStatementsSummaryClusterTable implements MemTable {
  @Override
  public Definition<?> definition() {
    List<Column<SummaryRow>> columns = new ArrayList<>(SummaryColumns.EVENTS);
    columns.add(
        new Column<>(
            "NODE_ID",
            Type.varchar(120),
            false,
            Role.NODE_ID,
            (row, context, out) -> out.appendString(context.node().node().id())));
    return Definition.named("events_statements_summary_by_digest_of_a_node", NodeKind.TIDB)
        .in("performance_schema")
        .clusterOnly()
        .twin("events_statements_summary_by_digest_cluster", Definition.Form.PLAIN)
        .of(columns, context -> context.source(StatementSummary.class).current(context.user()));
  }
}

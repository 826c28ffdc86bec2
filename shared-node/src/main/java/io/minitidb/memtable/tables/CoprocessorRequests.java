package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.RunningRequests;
import io.minitidb.memtable.RunningRequests.Request;
import io.minitidb.node.NodeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// `coprocessor_requests`: what a node runs for other nodes at this moment; ours. CONNECTION_ID is
/// that of the client's connection, so a statement is found with all its parts, those that read
/// this table included. RUNNING_TIME is seconds. Without PROCESS only requests of one's own.
@AutoService(MemTable.class)
public final class CoprocessorRequests implements MemTable {
  private record Row(Request request, Instant now) {}

  @Override
  public Definition<?> definition() {
    return Definition.named("coprocessor_requests", NodeKind.TIDB, NodeKind.TIKV, NodeKind.PD)
        .clusterTwin()
        .of(
            List.of(
                Column.<Row>bigint(
                    "CONNECTION_ID",
                    Type.bigint(21).asUnsigned(),
                    row -> row.request().connection()),
                Column.<Row>text("USER", 64, row -> row.request().user().name()).notNull(),
                Column.<Row>text("HOST", 64, row -> row.request().user().host()).notNull(),
                Column.<Row>text("TABLE_NAME", 64, row -> row.request().table()).notNull(),
                Column.<Row>time("START_TIME", Type.datetime(6), row -> row.request().since())
                    .notNull(),
                Column.real(
                    "RUNNING_TIME",
                    row ->
                        Math.max(0, Duration.between(row.request().since(), row.now()).toNanos())
                            / 1e9)),
            context ->
                context.source(RunningRequests.class).all().stream()
                    .filter(request -> context.user().sees(request.user().name()))
                    .map(request -> new Row(request, context.now()))
                    .toList());
  }
}

package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.ScanContext;
import io.minitidb.memtable.SlowRequests;
import io.minitidb.memtable.SlowRequests.Request;
import io.minitidb.memtable.TickWindow;
import io.minitidb.node.NodeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `coprocessor_slow_requests`: the last 256 requests that took a node longer than
/// `coprocessor.slow-log-threshold`; ours. AGO is how many seconds ago a request ended, TOOK and
/// WAITED are seconds, WAITED those in the line. In the history each request stands once, in the
/// sample behind its end.
@AutoService(MemTable.class)
public final class CoprocessorSlowRequests implements MemTable {
  private record Row(Request request, Instant now) {}

  @Override
  public Definition<?> definition() {
    return Definition.named("coprocessor_slow_requests", NodeKind.TIDB, NodeKind.TIKV, NodeKind.PD)
        .clusterTwin()
        .history("cluster_coprocessor_slow_requests_history")
        .needs(Privilege.PROCESS)
        .of(
            List.of(
                Column.<Row>real("AGO", row -> seconds(row)),
                Column.<Row>bigint(
                    "CONNECTION_ID",
                    Type.bigint(21).asUnsigned(),
                    row -> row.request().of().connection()),
                Column.<Row>text("USER", 64, row -> row.request().of().user().name()).notNull(),
                Column.<Row>text("HOST", 64, row -> row.request().of().user().host()).notNull(),
                Column.<Row>text("TABLE_NAME", 64, row -> row.request().of().table()).notNull(),
                Column.<Row>real("TOOK", row -> row.request().nanos() / 1e9),
                Column.<Row>real("WAITED", row -> row.request().waitedNanos() / 1e9),
                Column.<Row>bigint("RESULT_ROWS", Type.bigint(21), row -> row.request().rows()),
                Column.<Row>bigint("RESULT_BYTES", Type.bigint(21), row -> row.request().bytes()),
                Column.<Row>text("OUTCOME", 256, row -> row.request().outcome()).notNull()),
            CoprocessorSlowRequests::rows);
  }

  private static double seconds(Row row) {
    return Math.max(0, Duration.between(row.request().ended(), row.now()).toNanos()) / 1e9;
  }

  private static List<Row> rows(ScanContext context) {
    Optional<TickWindow> window = context.node().source(TickWindow.class);
    return context.source(SlowRequests.class).all().stream()
        .filter(request -> window.isEmpty() || window.get().contains(request.ended()))
        .map(request -> new Row(request, context.now()))
        .toList();
  }
}

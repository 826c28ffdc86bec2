package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.HistorySource;
import io.minitidb.memtable.HistorySource.Copy;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.node.NodeKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// `cluster_history_copies`: which store (INSTANCE) has whose history, from when to when without a
/// gap. NODE_START tells the runs of a node apart; FIRST_TICK and LAST_TICK are FROM_TIME and
/// TO_TIME in microseconds since the epoch, as the node counted them.
@AutoService(MemTable.class)
public final class HistoryCopies implements MemTable {
  public static final String NAME = "cluster_history_copies";

  @Override
  public Definition<?> definition() {
    return Definition.named("history_copies", NodeKind.TIKV)
        .clusterOnly()
        .clusterTwin()
        .needs(Privilege.PROCESS)
        .of(
            List.of(
                Column.<Copy>bigint("ORIGIN", Type.bigint(21), Copy::origin),
                Column.text("NODE_TYPE", 64, copy -> copy.node().kind().text()),
                Column.text("NODE_INSTANCE", 64, copy -> copy.node().instance()),
                Column.text("NODE_ID", 64, copy -> copy.node().id()),
                Column.time("NODE_START", Type.datetime(6), copy -> copy.node().startTime()),
                Column.<Copy>bigint("FIRST_TICK", Type.bigint(21), Copy::from),
                Column.<Copy>bigint("LAST_TICK", Type.bigint(21), Copy::to),
                Column.time("FROM_TIME", Type.datetime(6), copy -> moment(copy.from())),
                Column.time("TO_TIME", Type.datetime(6), copy -> moment(copy.to()))),
            context -> context.source(HistorySource.class).copies());
  }

  private static Instant moment(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}

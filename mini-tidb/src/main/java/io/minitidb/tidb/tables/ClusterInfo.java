package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.config.HumanDuration;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.topology.CurrentTopology;
import io.minitidb.tidb.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `cluster_info`, for users with PROCESS: every node that registered, whether it answers now or
/// not. START_TIME and UPTIME are NULL for a node that never told them.
@AutoService(MemTable.class)
public final class ClusterInfo implements MemTable {

  private record Row(Topology.Node node, Instant now) {
    NodeInfo info() {
      return node.info();
    }

    @Nullable Instant start() {
      return info().startTime().equals(Instant.EPOCH) ? null : info().startTime();
    }

    @Nullable String uptime() {
      Instant start = start();
      return start == null ? null : HumanDuration.format(Duration.between(start, now));
    }
  }

  @Override
  public Definition<?> definition() {
    return Definition.named("cluster_info", NodeKind.TIDB)
        .needs(Privilege.PROCESS)
        .of(
            List.of(
                Column.<Row>text("TYPE", 64, row -> row.info().kind().text()),
                Column.text("INSTANCE", 64, row -> row.info().instance()),
                Column.text("STATUS_ADDRESS", 64, row -> row.info().statusAddress().toString()),
                Column.text("VERSION", 64, row -> row.info().version()),
                Column.text("GIT_HASH", 64, row -> row.info().gitHash()),
                Column.time("START_TIME", Type.datetime(0), Row::start),
                Column.text("UPTIME", 32, Row::uptime),
                Column.<Row>bigint("SERVER_ID", Type.bigint(21), row -> row.node().serverId())
                    .orNull()),
            context ->
                context.source(CurrentTopology.class).get().nodes().stream()
                    .map(node -> new Row(node, context.now()))
                    .toList());
  }
}

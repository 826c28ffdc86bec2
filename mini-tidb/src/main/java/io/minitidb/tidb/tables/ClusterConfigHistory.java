package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.desired.History;
import io.minitidb.etcd.EtcdException;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.ScanContext;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.error.SqlError;
import java.util.List;

/// `cluster_config_history`: every change of the configuration by SQL or a node's own route, a row
/// for each item of each node that it concerned, the oldest first. Read from etcd, which holds the
/// last 1,000 changes. OLD_VALUE is what the revision before had for the node; NULL, as NEW_VALUE
/// of a DEFAULT, for one that did not answer. The originals have nothing like it.
@AutoService(MemTable.class)
public final class ClusterConfigHistory implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("cluster_config_history", NodeKind.TIDB)
        .needs(Privilege.CONFIG)
        .of(
            List.of(
                Column.<History.Row>bigint(
                    "REVISION", Type.UNSIGNED_BIGINT, row -> row.change().revision()),
                Column.time("TIME", Type.datetime(6), row -> row.change().time()),
                Column.text("USER", 128, row -> row.change().author().user()),
                Column.text("STATEMENT", Type.LONGTEXT, row -> row.change().author().statement()),
                Column.text("COORDINATOR", 64, row -> row.change().author().coordinator()),
                Column.text("TYPE", 64, row -> row.kind().text()),
                Column.text("INSTANCE", 64, History.Row::instance),
                Column.text("KEY", 256, row -> row.effect().key()),
                Column.text("OLD_VALUE", Type.LONGTEXT, row -> row.effect().before().orElse(null)),
                Column.text("NEW_VALUE", Type.LONGTEXT, row -> row.effect().after().orElse(null)),
                Column.text("OUTCOME", 1024, History.Row::outcome),
                Column.time("OUTCOME_TIME", Type.datetime(6), row -> row.done().orElse(null))),
            ClusterConfigHistory::rows);
  }

  private static List<History.Row> rows(ScanContext context) {
    try {
      return context.source(ConfigHistory.class).get().rows();
    } catch (EtcdException e) {
      throw new EvalException(
          SqlError.PD_TIMEOUT.code(), "the history is kept in etcd, and " + e.getMessage());
    }
  }
}

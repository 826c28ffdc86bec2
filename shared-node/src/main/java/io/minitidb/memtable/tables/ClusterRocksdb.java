package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.EngineStatistics;
import io.minitidb.memtable.EngineStatistics.Statistic;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `cluster_rocksdb`: what RocksDB counts in each store; ours. NAME is that of `/metrics`; CF is
/// the column family, empty for figures of the whole engine; counters count since the store
/// started.
@AutoService(MemTable.class)
public final class ClusterRocksdb implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("rocksdb", NodeKind.TIKV)
        .clusterOnly()
        .clusterTwin()
        .history("cluster_rocksdb_history")
        .needs(Privilege.PROCESS)
        .of(
            List.of(
                Column.text("NAME", 64, Statistic::name).notNull(),
                Column.text("CF", 64, Statistic::family).notNull(),
                Column.bigint("VALUE", Type.bigint(21), Statistic::value)),
            context -> context.source(EngineStatistics.class).all());
  }
}

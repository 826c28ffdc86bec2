package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;

/// The prototype's `tikv_server_stats_info_cluster`: how busy the machine of each mini-tikv is.
@AutoService(MemTable.class)
public final class TikvServerStatsInfo implements MemTable {

  @Override
  public Definition<?> definition() {
    return ServerStats.stats(
        ServerStats.named("tikv_server_stats_info", NodeKind.TIKV).clusterOnly());
  }
}

package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;

/// The prototype's `pd_server_stats_info_cluster`: how busy the machine of each mini-pd is.
@AutoService(MemTable.class)
public final class PdServerStatsInfo implements MemTable {

  @Override
  public Definition<?> definition() {
    return ServerStats.stats(ServerStats.named("pd_server_stats_info", NodeKind.PD).clusterOnly());
  }
}

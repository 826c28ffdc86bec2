package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;

/// The prototype's `tikv_server_net_stats_info_cluster`: the network interfaces of each mini-tikv's
/// machine.
@AutoService(MemTable.class)
public final class TikvServerNetStatsInfo implements MemTable {

  @Override
  public Definition<?> definition() {
    return ServerStats.netStats(
        ServerStats.named("tikv_server_net_stats_info", NodeKind.TIKV).clusterOnly());
  }
}

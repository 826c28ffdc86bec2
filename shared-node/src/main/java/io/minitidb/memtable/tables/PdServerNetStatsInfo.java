package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;

/// The prototype's `pd_server_net_stats_info_cluster`: the network interfaces of each mini-pd's
/// machine.
@AutoService(MemTable.class)
public final class PdServerNetStatsInfo implements MemTable {

  @Override
  public Definition<?> definition() {
    return ServerStats.netStats(
        ServerStats.named("pd_server_net_stats_info", NodeKind.PD).clusterOnly());
  }
}

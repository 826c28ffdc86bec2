package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;

/// The prototype's `tidb_server_net_stats_info` and `tidb_server_net_stats_info_cluster`: the
/// network interfaces of a mini-tidb's machine.
@AutoService(MemTable.class)
public final class TidbServerNetStatsInfo implements MemTable {

  @Override
  public Definition<?> definition() {
    return ServerStats.netStats(ServerStats.named("tidb_server_net_stats_info", NodeKind.TIDB));
  }
}

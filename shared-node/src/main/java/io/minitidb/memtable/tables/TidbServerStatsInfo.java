package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;

/// The prototype's `tidb_server_stats_info` and `tidb_server_stats_info_cluster`: how busy the
/// machine of a mini-tidb is.
@AutoService(MemTable.class)
public final class TidbServerStatsInfo implements MemTable {

  @Override
  public Definition<?> definition() {
    return ServerStats.stats(ServerStats.named("tidb_server_stats_info", NodeKind.TIDB));
  }
}

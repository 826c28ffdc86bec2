package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;

/// The prototype's `tidb_server_network_latency` and `tidb_server_network_latency_cluster`: how far
/// the other nodes are from a mini-tidb.
@AutoService(MemTable.class)
public final class TidbServerNetworkLatency implements MemTable {

  @Override
  public Definition<?> definition() {
    return ServerLatency.of(ServerStats.named("tidb_server_network_latency", NodeKind.TIDB));
  }
}

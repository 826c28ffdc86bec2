package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;

/// The prototype's `pd_server_network_latency_cluster`: how far the other nodes are from each
/// mini-pd.
@AutoService(MemTable.class)
public final class PdServerNetworkLatency implements MemTable {

  @Override
  public Definition<?> definition() {
    return ServerLatency.of(
        ServerStats.named("pd_server_network_latency", NodeKind.PD).clusterOnly());
  }
}

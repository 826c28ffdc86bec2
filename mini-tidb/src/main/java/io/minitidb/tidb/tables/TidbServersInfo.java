package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.topology.CurrentTopology;
import io.minitidb.tidb.topology.Topology;
import java.util.List;
import java.util.Set;

/// `tidb_servers_info`: the mini-tidbs as registered in etcd. The first column is the prototype's,
/// the others are TiDB's.
@AutoService(MemTable.class)
public final class TidbServersInfo implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("tidb_servers_info", NodeKind.TIDB)
        .of(
            List.of(
                Column.<Topology.Node>bigint("TIDB_ID", Type.bigint(21), Topology.Node::serverId)
                    .orNull(),
                Column.text("DDL_ID", 64, Topology.Node::uuid),
                Column.text("IP", 64, node -> node.info().address().host()),
                Column.<Topology.Node>bigint(
                        "PORT", Type.bigint(21), node -> node.info().address().port())
                    .orNull(),
                Column.<Topology.Node>bigint(
                        "STATUS_PORT", Type.bigint(21), node -> node.info().statusAddress().port())
                    .orNull(),
                Column.text("LEASE", 64, node -> "45s"),
                Column.text("VERSION", 64, node -> node.info().version()),
                Column.text("GIT_HASH", 64, node -> node.info().gitHash()),
                Column.text("LABELS", 128, node -> "")),
            context -> context.source(CurrentTopology.class).get().of(Set.of(NodeKind.TIDB)));
  }
}

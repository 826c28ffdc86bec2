package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.TableInfo.Role;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.Hardware;
import java.util.List;

/// The prototype's `pd_server_netcard_info_cluster`: the network interfaces of each mini-pd's
/// machine. SPEED is Mbit/s, 0 when unknown; PORT is the member's, as in the other tables.
@AutoService(MemTable.class)
public final class PdServerNetcardInfo implements MemTable {

  private record Row(Hardware.Card card, NodeInfo node) {}

  @Override
  public Definition<?> definition() {
    return ServerStats.named("pd_server_netcard_info", NodeKind.PD)
        .clusterOnly()
        .of(
            List.of(
                Column.<Row>text("IP", 64, row -> row.node().address().host()).as(Role.NODE_IP),
                Column.<Row>bigint("PORT", Type.bigint(21), row -> row.node().address().port())
                    .orNull(),
                Column.text("NETCARD_NAME", 64, row -> row.card().name()),
                Column.text("NETCARD_DRIVER", 64, row -> row.card().driver()),
                Column.text("MAC_ADDRESS", 64, row -> row.card().mac()),
                Column.<Row>bigint("SPEED", Type.bigint(64), row -> row.card().speed() / 1_000_000)
                    .orNull()),
            context ->
                context.node().inventory().hardware().cards().stream()
                    .map(card -> new Row(card, context.node().node()))
                    .toList());
  }
}

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

/// The prototype's `pd_server_disk_info_cluster`: the block devices of each mini-pd's machine.
/// DISK_TYPE is the kernel's driver, DISK_SIZE is GB (10^9 bytes).
@AutoService(MemTable.class)
public final class PdServerDiskInfo implements MemTable {

  private record Row(Hardware.Disk disk, NodeInfo node) {}

  @Override
  public Definition<?> definition() {
    return ServerStats.named("pd_server_disk_info", NodeKind.PD)
        .clusterOnly()
        .of(
            List.of(
                Column.<Row>text("IP", 64, row -> row.node().address().host()).as(Role.NODE_IP),
                Column.<Row>bigint("PORT", Type.bigint(21), row -> row.node().address().port())
                    .orNull(),
                Column.text("DISK_TYPE", 64, row -> row.disk().driver()),
                Column.<Row>bigint(
                        "DISK_SIZE", Type.bigint(64), row -> row.disk().size() / 1_000_000_000)
                    .orNull()),
            context ->
                context.node().inventory().hardware().disks().stream()
                    .map(disk -> new Row(disk, context.node().node()))
                    .toList());
  }
}

package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.ScanContext;
import io.minitidb.memtable.TableInfo.Role;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.Hardware;
import java.util.List;

/// The prototype's `pd_server_info_cluster`: the machine of each mini-pd. CPU_FREQUENT is MHz,
/// MEM_SIZE is MiB; the odd names are the prototype's.
@AutoService(MemTable.class)
public final class PdServerInfo implements MemTable {

  private record Row(Hardware hardware, NodeInfo node) {}

  @Override
  public Definition<?> definition() {
    return Definition.named("pd_server_info", NodeKind.PD)
        .clusterOnly()
        .twin("pd_server_info_cluster", Definition.Form.NODE_ID)
        .of(
            List.of(
                Column.<Row>text("IP", 64, row -> row.node().address().host()).as(Role.NODE_IP),
                Column.<Row>bigint("PORT", Type.bigint(21), row -> row.node().address().port())
                    .orNull(),
                Column.text("CPU_VENDOR", 64, row -> row.hardware().cpuVendor()),
                Column.text("CPU_MODE", 128, row -> row.hardware().cpuModel()),
                Column.<Row>real("CPU_FREQUENT", row -> row.hardware().cpuFrequency() / 1e6)
                    .orNull(),
                Column.<Row>bigint(
                        "CPU_THREAD", Type.bigint(21), row -> row.hardware().cpuThreads())
                    .orNull(),
                Column.<Row>bigint(
                        "MEM_SIZE", Type.bigint(21), row -> row.hardware().memoryTotal() >> 20)
                    .orNull()),
            PdServerInfo::rows);
  }

  private static List<Row> rows(ScanContext context) {
    return List.of(new Row(context.node().hardware(), context.node().node()));
  }
}

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

  private record Row(Hardware hardware, NodeInfo node) {
    Hardware.Processor processor() {
      return hardware.processor();
    }
  }

  @Override
  public Definition<?> definition() {
    return ServerStats.named("pd_server_info", NodeKind.PD)
        .clusterOnly()
        .of(
            List.of(
                Column.<Row>text("IP", 64, row -> row.node().address().host()).as(Role.NODE_IP),
                Column.<Row>bigint("PORT", Type.bigint(21), row -> row.node().address().port())
                    .orNull(),
                Column.text("CPU_VENDOR", 64, row -> row.processor().vendor()),
                Column.text("CPU_MODE", 128, row -> row.processor().model()),
                Column.<Row>real("CPU_FREQUENT", row -> row.processor().frequency() / 1e6).orNull(),
                Column.<Row>bigint("CPU_THREAD", Type.bigint(21), row -> row.processor().threads())
                    .orNull(),
                Column.<Row>bigint(
                        "MEM_SIZE", Type.bigint(21), row -> row.hardware().memoryTotal() >> 20)
                    .orNull()),
            PdServerInfo::rows);
  }

  private static List<Row> rows(ScanContext context) {
    return List.of(new Row(context.node().inventory().hardware(), context.node().node()));
  }
}

package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.ScanContext;
import io.minitidb.memtable.TableInfo.Role;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.probe.Sample;
import java.util.List;

/// The prototype's `tikv_server_stats_info_cluster`: how busy the machine of each mini-tikv is.
/// CPU_USAGE and MEM_USAGE are percent, 0 to 100, as in its twins for the other kinds.
@AutoService(MemTable.class)
public final class TikvServerStatsInfo implements MemTable {

  private record Row(Sample sample, NodeInfo node) {}

  @Override
  public Definition<?> definition() {
    return Definition.named("tikv_server_stats_info", NodeKind.TIKV)
        .clusterOnly()
        .twin("tikv_server_stats_info_cluster", Definition.Form.NODE_ID)
        .of(
            List.of(
                Column.<Row>text("IP", 64, row -> row.node().address().host()).as(Role.NODE_IP),
                Column.<Row>real("CPU_USAGE", row -> 100 * row.sample().cpuUsage()).orNull(),
                Column.<Row>real("MEM_USAGE", row -> 100 * row.sample().memoryUsage()).orNull()),
            TikvServerStatsInfo::rows);
  }

  private static List<Row> rows(ScanContext context) {
    return List.of(new Row(context.node().vitals().latest(), context.node().node()));
  }
}

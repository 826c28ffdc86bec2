package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.ScanContext;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `cluster_systeminfo`: the settings of the operating system under each node, every entry of
/// `/proc/sys` among them, as read within the last ten minutes.
@AutoService(MemTable.class)
public final class ClusterSysteminfo implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("systeminfo", NodeKind.TIDB, NodeKind.TIKV, NodeKind.PD)
        .clusterOnly()
        .clusterTwin()
        .needs(Privilege.PROCESS)
        .of(DeviceItem.columns("SYSTEM"), ClusterSysteminfo::rows);
  }

  private static List<DeviceItem> rows(ScanContext context) {
    return context.node().inventory().parameters().stream()
        .map(setting -> new DeviceItem("system", setting.group(), setting.name(), setting.value()))
        .toList();
  }
}

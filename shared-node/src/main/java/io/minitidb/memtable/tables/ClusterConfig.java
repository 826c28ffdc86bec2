package io.minitidb.memtable.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.memtable.Privilege;
import io.minitidb.memtable.Settings;
import io.minitidb.memtable.Settings.Setting;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `cluster_config`: the configuration that every node runs with, an item per row, in the order of
/// the keys. Answered by the nodes themselves; the original asks each for its `/config`.
@AutoService(MemTable.class)
public final class ClusterConfig implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("config", NodeKind.TIDB, NodeKind.TIKV, NodeKind.PD)
        .clusterOnly()
        .clusterTwin()
        .needs(Privilege.CONFIG)
        .of(
            List.of(
                Column.<Setting>text("KEY", 256, Setting::key),
                Column.text("VALUE", Type.LONGTEXT, Setting::value)),
            context -> context.source(Settings.class).all());
  }
}

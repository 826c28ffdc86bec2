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
/// the keys. Answered by the nodes themselves; the original asks each for its `/config` and knows
/// only the key and the value. UPDATE changes the values of items that are ONLINE.
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
                Column.text("VALUE", Type.LONGTEXT, Setting::value),
                Column.text("DEFAULT_VALUE", Type.LONGTEXT, Setting::initial),
                Column.text("VALUE_TYPE", 16, Setting::type),
                Column.text("VALUE_RANGE", 256, Setting::range),
                Column.text("UNIT", 16, Setting::unit),
                Column.text("ONLINE", 3, setting -> setting.online() ? "YES" : "NO"),
                Column.text("SOURCE", 8, Setting::source),
                Column.bigint("REVISION", Type.UNSIGNED_BIGINT, Setting::revision),
                Column.text("DESCRIPTION", 1024, Setting::about)),
            context -> context.source(Settings.class).all());
  }
}

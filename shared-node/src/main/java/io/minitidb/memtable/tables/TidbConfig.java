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

/// The prototype's `tidb_config` and `tidb_config_cluster`: the configuration of the mini-tidbs
/// alone. Both columns are wider than there, where they cut what they show at 64 characters.
@AutoService(MemTable.class)
public final class TidbConfig implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("tidb_config", NodeKind.TIDB)
        .twin("tidb_config_cluster", Definition.Form.NODE_ID)
        .needs(Privilege.CONFIG)
        .of(
            List.of(
                Column.<Setting>text("item", 256, Setting::key),
                Column.text("value", Type.LONGTEXT, Setting::value)),
            context -> context.source(Settings.class).all());
  }
}

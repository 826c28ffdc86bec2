package io.minitidb.memtable.tables;

import io.minitidb.memtable.Column;
import java.util.List;

/// One fact as modern TiDB's tables about machines show it: of which kind, of which device, its
/// name and its value as text.
record DeviceItem(String type, String device, String name, String value) {

  /// @param of what the first two columns speak: `DEVICE` or `SYSTEM`
  static List<Column<DeviceItem>> columns(String of) {
    return List.of(
        Column.text(of + "_TYPE", 64, DeviceItem::type),
        Column.text(of + "_NAME", 64, DeviceItem::device),
        Column.text("NAME", 256, DeviceItem::name),
        Column.text("VALUE", 128, DeviceItem::value));
  }
}

package io.minitidb.memtable;

import java.util.List;
import java.util.Map;

/// The configuration that a node runs with. Every kind of node has one.
@FunctionalInterface
public interface Settings {

  /// Returns all items in the order of their keys.
  List<Setting> all();

  /// @param key dotted: `log.level`
  /// @param value as text: strings without quotes, lists as JSON
  record Setting(String key, String value) {}

  /// Returns settings that never change.
  static Settings of(Map<String, String> items) {
    List<Setting> all =
        items.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(item -> new Setting(item.getKey(), item.getValue()))
            .toList();
    return () -> all;
  }
}

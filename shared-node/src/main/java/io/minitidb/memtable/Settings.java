package io.minitidb.memtable;

import java.util.List;
import java.util.Map;

/// The configuration that a node runs with. Every kind of node has one.
@FunctionalInterface
public interface Settings {

  /// Returns all items in the order of their keys.
  List<Setting> all();

  /// @param key dotted: `log.level`
  /// @param value as text: strings without quotes, lists as JSON; secrets as `******`
  /// @param initial the built-in default
  /// @param type `integer`, `duration`, `choice`, ...
  /// @param range allowed values in words, empty when all of the type are
  /// @param unit of a number, empty when it has none
  /// @param online whether it can be changed while the node runs
  /// @param source `default`, `file`, `flag` or `sql`
  /// @param revision of the desired state that the node runs
  /// @param about what it does
  record Setting(
      String key,
      String value,
      String initial,
      String type,
      String range,
      String unit,
      boolean online,
      String source,
      long revision,
      String about) {}

  /// Returns settings that never change, of which nothing is known but their values.
  static Settings of(Map<String, String> items) {
    List<Setting> all =
        items.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(item ->
                new Setting(
                    item.getKey(), item.getValue(), "", "text", "", "", false, "default", 0, ""))
            .toList();
    return () -> all;
  }
}

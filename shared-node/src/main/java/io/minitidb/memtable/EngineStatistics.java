package io.minitidb.memtable;

import java.util.List;

/// What the storage engine of a node counts. A source of facts for tables.
@FunctionalInterface
public interface EngineStatistics {

  /// Returns all figures as they are now, in the order of their names.
  List<Statistic> all();

  /// @param name as the node's metrics have it
  /// @param family the column family, empty for the whole engine
  record Statistic(String name, String family, long value) {}
}

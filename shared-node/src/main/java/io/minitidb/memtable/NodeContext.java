package io.minitidb.memtable;

import io.minitidb.node.NodeInfo;
import io.minitidb.probe.Inventory;
import io.minitidb.probe.Vitals;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What tables may read on this node.
///
/// @param sources facts that only some kinds of node have, by the interface that gives them
public record NodeContext(
    NodeInfo node, Vitals vitals, Inventory inventory, Map<Class<?>, Object> sources) {
  public NodeContext {
    sources = Map.copyOf(sources);
  }

  /// Returns this with one more source of facts, or with another in its place.
  public <T> NodeContext with(Class<T> type, T source) {
    Map<Class<?>, Object> more = new HashMap<>(sources);
    more.put(type, source);
    return new NodeContext(node, vitals, inventory, more);
  }

  /// Returns this node's source of facts `type`, or empty when its kind has none.
  public <T> Optional<T> source(Class<T> type) {
    return Optional.ofNullable(sources.get(type)).map(type::cast);
  }
}

package io.minitidb.history;

import io.minitidb.node.NodeInfo;
import java.util.List;

/// Takes ticks to keep them.
@FunctionalInterface
public interface TickTaker {
  /// @param ticks of `node`, in their order
  void take(NodeInfo node, List<Tick> ticks);
}

package io.minitidb.integration.cluster;

import io.minitidb.node.NodeKind;
import java.util.EnumMap;
import java.util.Map;

/// How many nodes of each kind to start, and by how much to shift every default port.
public record Shape(Map<NodeKind, Integer> counts, int portOffset) {
  private static final int MOST_NODES = 1000;

  public Shape {
    counts.forEach((kind, count) -> {
      if (count < (kind == NodeKind.PD ? 1 : 0) || count > MOST_NODES) {
        throw new ClusterException("cannot start " + count + " mini-" + kind.text());
      }
    });
    counts = Map.copyOf(counts);
  }

  public static Shape of(int tidb, int tikv, int pd, int portOffset) {
    Map<NodeKind, Integer> counts = new EnumMap<>(NodeKind.class);
    counts.put(NodeKind.TIDB, tidb);
    counts.put(NodeKind.TIKV, tikv);
    counts.put(NodeKind.PD, pd);
    return new Shape(counts, portOffset);
  }

  int count(NodeKind kind) {
    return counts.getOrDefault(kind, 0);
  }
}

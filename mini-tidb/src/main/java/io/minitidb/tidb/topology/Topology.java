package io.minitidb.tidb.topology;

import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The nodes of the cluster as known at one moment. Immutable; reading it asks nobody.
///
/// @param nodes in the order mini-tidb, mini-pd, mini-tikv, and by address within a kind
/// @param confirmed when etcd and PD last confirmed it
public record Topology(List<Node> nodes, Instant confirmed) {

  /// A topology older than this is used with a warning.
  public static final Duration FRESH = Duration.ofSeconds(30);

  public Topology {
    nodes = List.copyOf(nodes);
  }

  /// A node, and what registering gave it.
  ///
  /// @param storeId of a mini-tikv, otherwise 0
  /// @param serverId of a mini-tidb, otherwise 0
  /// @param uuid of a mini-tidb, otherwise empty; a new one at each start
  public record Node(NodeInfo info, long storeId, long serverId, String uuid) {}

  /// Returns the nodes of these kinds.
  public List<Node> of(Set<NodeKind> kinds) {
    return nodes.stream().filter(node -> kinds.contains(node.info().kind())).toList();
  }

  /// Returns how old the topology is when that is worth a warning.
  public Optional<Duration> staleness(Instant now) {
    Duration age = Duration.between(confirmed, now);
    return age.compareTo(FRESH) > 0 ? Optional.of(age) : Optional.empty();
  }
}

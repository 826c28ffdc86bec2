package io.minitidb.desired;

import io.minitidb.node.NodeKind;
import java.util.List;
import java.util.Optional;

/// A change that was made.
///
/// @param revision that holds now; the one before when nothing had to change
/// @param changed whether the desired state is another now
public record Made(long revision, boolean changed, List<Node> nodes) {

  /// @param pending why the node does not run it yet; it will when it can
  public record Node(NodeKind kind, String instance, Optional<String> pending) {}
}

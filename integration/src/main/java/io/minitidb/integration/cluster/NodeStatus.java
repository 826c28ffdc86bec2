package io.minitidb.integration.cluster;

import java.util.Locale;
import java.util.OptionalLong;

/// A node and how it is.
///
/// @param pid empty when the node is stopped
public record NodeStatus(Node node, OptionalLong pid, State state) {

  /// How a node is, seen from outside.
  public enum State {
    /// Answers on its status address.
    RUNNING,
    /// Has no process.
    STOPPED,
    /// Has a process that does not answer: still starting, frozen, or stuck.
    UNREACHABLE;

    /// Returns the name as people read it.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static NodeStatus of(ClusterState.Member member, Readiness readiness) {
    if (!member.alive()) {
      return new NodeStatus(member.node(), OptionalLong.empty(), State.STOPPED);
    }
    return new NodeStatus(
        member.node(),
        member
            .process()
            .map(process -> OptionalLong.of(process.pid()))
            .orElse(OptionalLong.empty()),
        readiness.answers(member.node()).isEmpty() ? State.RUNNING : State.UNREACHABLE);
  }
}

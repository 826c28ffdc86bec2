package io.minitidb.tidb.exec;

import io.minitidb.tidb.topology.Topology;
import io.minitidb.wire.CopAnswer;
import java.time.Duration;

/// What became of asking one node.
sealed interface NodeAnswer {
  Topology.Node node();

  /// The node answered, if only to refuse.
  record Answered(Topology.Node node, CopAnswer answer, Duration took) implements NodeAnswer {}

  /// The node did not answer: it is down, frozen, unreachable, or answered nonsense.
  record Failed(Topology.Node node, Throwable cause, Duration after) implements NodeAnswer {}
}

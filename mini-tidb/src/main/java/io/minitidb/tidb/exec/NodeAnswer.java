package io.minitidb.tidb.exec;

import io.minitidb.proto.coprocessor.Response;
import io.minitidb.tidb.topology.Topology;

/// What became of asking one node.
sealed interface NodeAnswer {
  Topology.Node node();

  /// The node answered, if only to refuse.
  record Answered(Topology.Node node, Response response) implements NodeAnswer {}

  /// The node did not answer: it is down, frozen or unreachable.
  record Failed(Topology.Node node, Throwable cause) implements NodeAnswer {}
}

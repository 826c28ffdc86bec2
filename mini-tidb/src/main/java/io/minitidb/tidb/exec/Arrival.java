package io.minitidb.tidb.exec;

import io.minitidb.proto.coprocessor.Response;

/// Something that a node's share brought, on its way from the event loop to the statement's thread.
sealed interface Arrival {
  NodeShare share();

  /// A message, if only a refusal.
  ///
  /// @param last whether no other message follows
  /// @param at when, on the scale of [System#nanoTime()]
  record Message(NodeShare share, Response response, boolean last, long at) implements Arrival {}

  /// The stream ended in order.
  record Ended(NodeShare share) implements Arrival {}

  /// The node did not answer: it is down, frozen or unreachable.
  record Failed(NodeShare share, Throwable cause) implements Arrival {}

  /// The message was thrown away because the statement may take no more.
  record OverQuota(NodeShare share) implements Arrival {}
}

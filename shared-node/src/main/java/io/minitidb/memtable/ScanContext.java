package io.minitidb.memtable;

import java.time.Instant;
import java.time.ZoneId;

/// One scan of one table: the node it happens on, who asks, and the session's time zone.
///
/// @param connection the id of the connection that asks, or 0 on a node that another one asks
/// @param now the one moment that the whole scan sees
public record ScanContext(NodeContext node, User user, long connection, ZoneId zone, Instant now) {

  /// A scan that another node asks for.
  public ScanContext(NodeContext node, User user, ZoneId zone, Instant now) {
    this(node, user, 0, zone, now);
  }

  /// Returns a source of facts that this node must have, since it answers the table.
  ///
  /// @throws IllegalStateException naming the source when the node was started without it
  public <T> T source(Class<T> type) {
    return node.source(type)
        .orElseThrow(() ->
            new IllegalStateException(
                node.node().kind().text() + " has no " + type.getSimpleName()));
  }
}

package io.minitidb.memtable;

import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.profile.Profiler;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// One scan of one table: the node it happens on, who asks, and the session's time zone.
///
/// @param now the one moment that the whole scan sees
/// @param warnings takes the code and the message of what SHOW WARNINGS tells
/// @param connection the id of the connection that asks, or 0 when another node does
/// @param profileSeconds over which profiles are taken when no condition says
/// @param scanned takes what was read from the store's disk
public record ScanContext(
    NodeContext node,
    User user,
    ZoneId zone,
    Instant now,
    BiConsumer<Integer, String> warnings,
    long connection,
    int profileSeconds,
    Consumer<ScanCounts> scanned) {

  /// A scan whose warnings nobody reads.
  public ScanContext(NodeContext node, User user, ZoneId zone, Instant now) {
    this(node, user, zone, now, (code, message) -> {}, 0, Profiler.DEFAULT_SECONDS, counts -> {});
  }

  /// Tells of rows that cannot be read.
  public void warn(int code, String message) {
    warnings.accept(code, message);
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

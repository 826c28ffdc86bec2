package io.minitidb.tidb.exec;

import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.cop.exec.Summary;
import io.minitidb.node.NodeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What came of asking one node, for EXPLAIN ANALYZE.
///
/// @param bytes of the answer
/// @param wall from the request to the last byte of the answer, or to the failure
/// @param summaries what each pushed operator did; empty when the node failed
/// @param scanned what it read from its disk for the rows
/// @param failure why its rows are missing
public record NodeRun(
    NodeInfo node,
    long rows,
    long bytes,
    Duration wall,
    List<Summary> summaries,
    ScanCounts scanned,
    Optional<String> failure) {
  public NodeRun {
    summaries = List.copyOf(summaries);
  }

  /// Returns how long the node itself worked.
  public Duration nodeTime() {
    return Duration.ofNanos(summaries.isEmpty() ? 0 : summaries.getLast().nanos());
  }

  /// Returns what of [#wall()] was not the node's work: transport, queues and encoding.
  public Duration networkTime() {
    return wall.minus(nodeTime()).isNegative() ? Duration.ZERO : wall.minus(nodeTime());
  }
}

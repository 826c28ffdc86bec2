package io.minitidb.memtable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How far the other nodes are from this one, as measured in the background.
public interface NetworkLatency {

  /// Returns every other node that this one knows.
  List<Target> targets();

  /// @param instance the other node's INSTANCE
  /// @param roundTrip empty when it did not answer the last time
  record Target(String instance, Optional<RoundTrip> roundTrip) {}

  /// Times from sending a request to its answer, over the last minute.
  record RoundTrip(Duration min, Duration average, Duration max) {}
}

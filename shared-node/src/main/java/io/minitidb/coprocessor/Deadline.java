package io.minitidb.coprocessor;

import io.minitidb.wire.CopRequest;
import java.time.Duration;

/// How long a request may take.
///
/// @param end on the scale of [System#nanoTime()]
/// @param ours whether this node allows less than the asker does
record Deadline(Duration length, long end, boolean ours) {

  static Deadline of(CopRequest request, CoprocessorConfig config) {
    Duration longest = config.maxRequestDuration().value();
    boolean ours = longest.compareTo(request.deadline()) < 0;
    Duration length = ours ? longest : request.deadline();
    return new Deadline(length, System.nanoTime() + length.toNanos(), ours);
  }

  /// Returns the refusal of a request whose deadline has passed.
  String passed() {
    return "the deadline of "
        + length.toMillis()
        + " ms has passed"
        + (ours ? " (coprocessor.max-request-duration)" : "");
  }
}

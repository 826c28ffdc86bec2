package io.minitidb.desired;

import io.minitidb.node.NodeKind;
import java.time.Instant;
import java.util.Optional;

/// What a node did with a revision.
///
/// @param failure why it does not run it; empty when it does
public record NodeOutcome(NodeKind kind, String instance, Instant time, Optional<String> failure) {

  boolean is(NodeKind otherKind, String otherInstance) {
    return kind == otherKind && instance.equals(otherInstance);
  }
}

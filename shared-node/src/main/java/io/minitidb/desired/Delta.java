package io.minitidb.desired;

import java.util.Optional;

/// One value of the desired state as it was before a change and as it is after it; empty when SQL
/// has set nothing.
public record Delta(Scope scope, String key, Optional<String> before, Optional<String> after) {

  /// Returns what takes it back.
  Delta reversed() {
    return new Delta(scope, key, after, before);
  }
}

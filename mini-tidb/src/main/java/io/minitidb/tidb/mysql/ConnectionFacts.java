package io.minitidb.tidb.mysql;

import java.util.Map;

/// What is known of a connection since its login.
///
/// @param cipher of TLS, empty without
/// @param version of TLS: `TLSv1.3`; empty without
/// @param attributes what the client says of itself
record ConnectionFacts(String cipher, String version, Map<String, String> attributes) {
  static final ConnectionFacts NONE = new ConnectionFacts("", "", Map.of());
}

package io.minitidb.tidb.mysql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is known of a connection since its login.
///
/// @param cipher of TLS, empty without
/// @param version of TLS: `TLSv1.3`; empty without
/// @param attributes what the client says of itself
record ConnectionFacts(String cipher, String version, Map<String, String> attributes) {
  static final ConnectionFacts NONE = new ConnectionFacts("", "", Map.of());

  private static final int MOST = 64;
  private static final int LONGEST_NAME = 32;
  private static final int LONGEST_VALUE = 1024;

  /// A client may say much that nobody would keep for as long as it stays.
  ConnectionFacts {
    Map<String, String> kept = new LinkedHashMap<>();
    attributes.entrySet().stream()
        .limit(MOST)
        .forEach(each ->
            kept.put(cut(each.getKey(), LONGEST_NAME), cut(each.getValue(), LONGEST_VALUE)));
    attributes = Collections.unmodifiableMap(kept);
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
  }
}

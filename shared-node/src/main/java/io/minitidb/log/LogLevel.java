package io.minitidb.log;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The levels that a line may have, all in capital or all in small letters.
enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  FATAL,
  CRITICAL,
  /// Of a line whose level is none of these.
  UNKNOWN;

  /// Returns the level that the bytes spell.
  static LogLevel of(byte[] bytes, int from, int to) {
    for (LogLevel level : values()) {
      if (level.isAt(bytes, from, to)) {
        return level;
      }
    }
    return warning(bytes, from, to).orElse(UNKNOWN);
  }

  private boolean isAt(byte[] bytes, int from, int to) {
    int small = to > from ? bytes[from] & 0x20 : 0;
    for (int i = 0; i < name().length() && from + i < to; i++) {
      if (bytes[from + i] != (name().charAt(i) | small)) {
        return false;
      }
    }
    return to - from == name().length();
  }

  private static Optional<LogLevel> warning(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    return text.equals("WARNING") || text.equals("warning") ? Optional.of(WARN) : Optional.empty();
  }
}

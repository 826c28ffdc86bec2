package io.minitidb.node;

import java.util.Locale;
import java.util.Optional;

/// The three kinds of node. The text form is what the TYPE column, `SET CONFIG` and the log carry.
public enum NodeKind {
  TIDB,
  PD,
  TIKV;

  private final String text = name().toLowerCase(Locale.ROOT);

  /// Returns `tidb`, `pd` or `tikv`.
  public String text() {
    return text;
  }

  /// Returns the kind that `text` names in any case, or empty for an unknown one.
  public static Optional<NodeKind> parse(String text) {
    for (NodeKind kind : values()) {
      if (kind.text.equalsIgnoreCase(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}

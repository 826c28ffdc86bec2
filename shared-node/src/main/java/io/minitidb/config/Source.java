package io.minitidb.config;

import java.util.Locale;

/// Where the value of an item comes from; each wins over those before it.
public enum Source {
  DEFAULT,
  FILE,
  FLAG,
  SQL;

  /// Returns the name in lower case, as tables show it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

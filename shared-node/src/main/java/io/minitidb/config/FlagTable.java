package io.minitidb.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Flags as given on a command line, by the dotted key that each one sets; those not given are left
/// out.
public final class FlagTable {
  private final Map<String, String> items = new LinkedHashMap<>();

  /// Adds the flag unless its value is null.
  public FlagTable add(String key, @Nullable String value) {
    if (value != null) {
      items.put(key, value);
    }
    return this;
  }

  public Map<String, String> items() {
    return Map.copyOf(items);
  }
}

package io.minitidb.memtable;

import java.util.HashMap;
import java.util.Map;

/// Gathers the facts that only some kinds of node have, each under the interface that gives them.
public final class Sources {
  private final Map<Class<?>, Object> all = new HashMap<>();

  public <T> Sources add(Class<T> type, T source) {
    all.put(type, source);
    return this;
  }

  public Map<Class<?>, Object> map() {
    return Map.copyOf(all);
  }
}

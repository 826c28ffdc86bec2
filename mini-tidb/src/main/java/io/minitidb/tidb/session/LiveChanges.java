package io.minitidb.tidb.session;

import io.minitidb.config.Configurable;
import io.minitidb.config.LiveConfig;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Changes the configuration of this server only. Thread-safe.
public final class LiveChanges implements GlobalChanges {
  private final LiveConfig<?> live;
  private final Map<String, String> set = new HashMap<>();

  public LiveChanges(LiveConfig<?> live) {
    this.live = live;
  }

  @Override
  public synchronized void set(Session by, Map<String, Optional<String>> variables) {
    Map<String, String> wanted = new HashMap<>(set);
    variables.forEach((name, value) -> {
      String key = Variable.SECTION + name;
      value.ifPresentOrElse(text -> wanted.put(key, text), () -> wanted.remove(key));
    });
    Configurable.Applied applied = live.apply(live.revision() + 1, wanted);
    applied
        .failure()
        .ifPresent(why -> {
          throw new SqlException(SqlError.UNKNOWN, why);
        });
    set.clear();
    set.putAll(wanted);
  }

  @Override
  public synchronized Set<String> changed() {
    return set.keySet().stream()
        .map(key -> key.substring(Variable.SECTION.length()))
        .collect(Collectors.toSet());
  }
}

package io.minitidb.pd.change;

import io.minitidb.config.Configurable;
import io.minitidb.config.Source;
import io.minitidb.memtable.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes this member alone, until it restarts.
public final class DirectChanges implements ConfigChanges {
  private static final Logger log = LoggerFactory.getLogger(DirectChanges.class);

  private final Configurable config;
  private final Settings settings;

  /// @param settings of the same node
  public DirectChanges(Configurable config, Settings settings) {
    this.config = config;
    this.settings = settings;
  }

  @Override
  public synchronized void change(Map<String, String> items, String who, String statement)
      throws Refused {
    Map<String, String> values = new TreeMap<>();
    settings.all().stream()
        .filter(setting -> setting.source().equals(Source.SQL.text()))
        .forEach(setting -> values.put(setting.key(), setting.value()));
    values.putAll(items);
    check(config, values, items);
    Configurable.Applied applied = config.apply(config.revision() + 1, values);
    if (applied.failure().isPresent()) {
      throw new Refused(applied.failure().get());
    }
    log.info("{} changed the configuration: {}", who, statement);
  }

  /// Asks the node whether it would run with `values`, of which `items` are new, and returns those
  /// in their normal form.
  static Map<String, String> check(
      Configurable config, Map<String, String> values, Map<String, String> items) throws Refused {
    List<Configurable.Checked> checked = config.check(values, List.copyOf(items.keySet()));
    String refusals =
        checked.stream()
            .flatMap(each -> each.refusal().stream())
            .distinct()
            .collect(Collectors.joining("; "));
    if (!refusals.isEmpty()) {
      throw new Refused(refusals);
    }
    Map<String, String> normal = new TreeMap<>();
    checked.forEach(each -> each.after().ifPresent(value -> normal.put(each.key(), value)));
    return normal;
  }
}

package io.minitidb.config;

import io.minitidb.memtable.Settings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The configuration of a running node: what it was started with, and over that what SQL has set.
/// What depends on an item follows it by [#onChange].
public final class LiveConfig<R extends Record> implements Configurable, Settings {
  private static final Logger log = LoggerFactory.getLogger(LiveConfig.class);

  private final ConfigLoader.Loaded<R> loaded;
  private final List<Effect<R, ?>> effects = new CopyOnWriteArrayList<>();
  private volatile State<R> state;
  private volatile @Nullable Shown<R> shown;

  /// @param set what SQL has set, by key
  private record State<R>(long revision, Map<String, String> set, R config, ConfigTree tree) {}

  /// What tables show of a state; made when somebody looks.
  private record Shown<R>(State<R> of, List<Setting> settings) {}

  private record Effect<R, V>(Function<R, V> part, Consumer<V> effect) {
    boolean differs(R before, R after) {
      return !Objects.equals(part.apply(before), part.apply(after));
    }

    void run(R config) {
      effect.accept(part.apply(config));
    }
  }

  public LiveConfig(ConfigLoader.Loaded<R> loaded) {
    this.loaded = loaded;
    this.state = new State<>(0, Map.of(), loaded.config(), loaded.tree());
  }

  /// Returns what the node runs with now. Costs one volatile read.
  public R get() {
    return state.config();
  }

  /// Calls `effect` with `part` of the configuration after each change of it, not now. When it
  /// throws, the change is taken back and its message tells why.
  public <V> void onChange(Function<R, V> part, Consumer<V> effect) {
    effects.add(new Effect<>(part, effect));
  }

  /// As [#onChange], and calls `effect` now as well.
  public synchronized <V> void follow(Function<R, V> part, Consumer<V> effect) {
    onChange(part, effect);
    effect.accept(part.apply(get()));
  }

  /// Returns the body of `GET /config`.
  public String toJson() {
    return state.tree().toJson();
  }

  /// Returns what each item is, by its key.
  public Map<String, ConfigItem> items() {
    return loaded.items();
  }

  @SuppressWarnings("ReferenceEquality") // the same state, not one like it
  @Override
  public List<Setting> all() {
    State<R> now = state;
    Shown<R> last = shown;
    if (last == null || last.of() != now) {
      last = new Shown<>(now, shown(now));
      shown = last;
    }
    return last.settings();
  }

  @Override
  public long revision() {
    return state.revision();
  }

  @Override
  public List<Checked> check(
      Map<String, String> before, Map<String, String> values, List<String> changed) {
    List<Checked> checked = new ArrayList<>();
    for (String key : changed) {
      checked.add(
          check(key, Optional.ofNullable(before.get(key)), Optional.ofNullable(values.get(key))));
    }
    if (checked.stream().anyMatch(each -> each.refusal().isPresent())) {
      return checked;
    }
    try {
      state(state.revision(), values);
      return checked;
    } catch (ConfigException e) {
      Optional<String> why = Optional.of(String.valueOf(e.getMessage()));
      return checked.stream()
          .map(each -> new Checked(each.key(), each.before(), Optional.empty(), why))
          .toList();
    }
  }

  private Checked check(String key, Optional<String> old, Optional<String> value) {
    ConfigItem item = loaded.items().get(key);
    if (item == null) {
      return refused(key, Optional.empty(), "there is no item '" + key + "'");
    }
    Optional<String> before = Optional.of(shown(item, value(item, old)));
    if (!item.online()) {
      return refused(
          key,
          before,
          "config "
              + key
              + " can not be changed online; set it in the file or by its flag, and restart the node");
    }
    try {
      return new Checked(
          key, before, Optional.of(shown(item, value(item, value))), Optional.empty());
    } catch (IllegalArgumentException e) {
      return refused(key, before, key + ": " + e.getMessage());
    }
  }

  /// @param set by SQL; empty: what the node was started with
  private JsonNode value(ConfigItem item, Optional<String> set) {
    return set.isPresent() ? item.value(set.get()) : loaded.tree().get(item.key());
  }

  private static Checked refused(String key, Optional<String> before, String why) {
    return new Checked(key, before, Optional.empty(), Optional.of(why));
  }

  @Override
  public synchronized Applied apply(long revision, Map<String, String> values) {
    State<R> before = state;
    if (revision <= before.revision()) {
      return new Applied(before.revision(), Optional.empty());
    }
    State<R> after;
    try {
      after = state(revision, values);
    } catch (ConfigException e) {
      return new Applied(before.revision(), Optional.of(String.valueOf(e.getMessage())));
    }
    state = after; // effects may read other items
    Deque<Effect<R, ?>> done = new ArrayDeque<>();
    for (Effect<R, ?> effect : effects) {
      if (!effect.differs(before.config(), after.config())) {
        continue;
      }
      done.push(effect);
      try {
        effect.run(after.config());
      } catch (RuntimeException e) {
        state = before;
        log.warn("revision {} of the configuration is taken back", revision, e);
        done.forEach(each -> undo(each, before.config()));
        return new Applied(before.revision(), Optional.of(String.valueOf(e.getMessage())));
      }
    }
    log.info("runs revision {} of the configuration", revision);
    return new Applied(revision, Optional.empty());
  }

  private static <R> void undo(Effect<R, ?> effect, R before) {
    try {
      effect.run(before);
    } catch (RuntimeException e) {
      log.error("an effect of the configuration cannot be taken back", e);
    }
  }

  /// @throws ConfigException for values that are unknown, malformed or do not fit together
  private State<R> state(long revision, Map<String, String> values) {
    State<R> now = state;
    Map<String, JsonNode> changed = new TreeMap<>();
    Set<String> keys = new HashSet<>(now.set().keySet());
    keys.addAll(values.keySet());
    for (String key : keys) {
      String value = values.get(key);
      if (!Objects.equals(value, now.set().get(key))) {
        changed.put(key, node(key, Optional.ofNullable(value)));
      }
    }
    if (changed.isEmpty()) {
      return new State<>(revision, now.set(), now.config(), now.tree());
    }
    ConfigTree tree = now.tree().with(changed);
    Set<String> tops = changed.keySet().stream().map(LiveConfig::top).collect(Collectors.toSet());
    return new State<>(
        revision, Map.copyOf(values), ConfigLoader.rebind(now.config(), tree, tops), tree);
  }

  private static String top(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? key : key.substring(0, dot);
  }

  private JsonNode node(String key, Optional<String> set) {
    ConfigItem item = loaded.items().get(key);
    if (item == null) {
      throw new ConfigException("there is no item '" + key + "'");
    }
    try {
      return value(item, set);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key + ": " + e.getMessage(), e);
    }
  }

  private List<Setting> shown(State<R> now) {
    return loaded.items().values().stream()
        .map(item ->
            new Setting(
                item.key(),
                shown(item, now.tree().get(item.key())),
                item.secret() ? "" : item.initial(),
                item.type().text(),
                item.range(),
                item.unit(),
                item.online(),
                source(item, now.set()).text(),
                now.revision(),
                item.about()))
        .toList();
  }

  private Source source(ConfigItem item, Map<String, String> values) {
    return values.containsKey(item.key())
        ? Source.SQL
        : loaded.sources().getOrDefault(item.key(), Source.DEFAULT);
  }

  private static String shown(ConfigItem item, JsonNode value) {
    String text = ConfigTree.text(value);
    return item.secret() && !text.isEmpty() ? ConfigTree.HIDDEN : text;
  }
}

package io.minitidb.tidb.session;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/// The values that sessions of one mini-tidb begin with: what its configuration says, and in their
/// place what is known of this server alone, such as its port. Thread-safe.
public final class GlobalVariables {
  private final Map<String, String> facts;
  private final ServerVariables server = new ServerVariables(this);
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();
  private volatile Map<String, String> values = Map.of();

  /// @param facts of this server, by the name of the variable
  /// @param configured the section of the configuration, without those that have their defaults
  public GlobalVariables(Map<String, String> facts, Map<String, String> configured) {
    this.facts = Map.copyOf(facts);
    apply(configured);
  }

  /// Returns the variables of a server of which nothing is known.
  public static GlobalVariables defaults() {
    return new GlobalVariables(Map.of(), Map.of());
  }

  /// Takes other values from the configuration, in their normal form.
  public final void apply(Map<String, String> configured) {
    Map<String, String> all = new HashMap<>(SystemVariables.defaults());
    all.putAll(configured);
    all.putAll(facts);
    values = Collections.unmodifiableMap(all);
    followers.forEach(Runnable::run);
  }

  /// Returns those that no session has a value of its own of.
  public ServerVariables server() {
    return server;
  }

  /// Returns the values of all variables now; what is returned never changes.
  Map<String, String> values() {
    return values;
  }

  public String value(Variable variable) {
    return Objects.requireNonNull(values.get(variable.name()));
  }

  void follow(Runnable follower) {
    followers.add(follower);
    follower.run();
  }
}

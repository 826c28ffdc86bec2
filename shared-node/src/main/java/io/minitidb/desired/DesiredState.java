package io.minitidb.desired;

import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What SQL has set, for which nodes. Immutable.
///
/// @param revision counts the changes; 0 when there was none
/// @param values by scope, then by key
public record DesiredState(long revision, SortedMap<Scope, SortedMap<String, String>> values) {
  public static final DesiredState EMPTY = new DesiredState(0, new TreeMap<>());

  public DesiredState {
    SortedMap<Scope, SortedMap<String, String>> copy = new TreeMap<>();
    values.forEach((scope, items) -> {
      if (!items.isEmpty()) {
        copy.put(scope, Collections.unmodifiableSortedMap(new TreeMap<>(items)));
      }
    });
    values = Collections.unmodifiableSortedMap(copy);
  }

  /// Returns what is set for one node: for its kind, and over that for itself.
  public Map<String, String> of(NodeKind kind, String instance) {
    Map<String, String> all = new TreeMap<>(values.getOrDefault(Scope.all(kind), new TreeMap<>()));
    all.putAll(values.getOrDefault(Scope.only(kind, instance), new TreeMap<>()));
    return all;
  }

  /// Returns what is set for the node's kind and what for itself. Between two states they differ
  /// for the nodes that a change concerns, also where one value takes the place of another like it.
  List<Map<String, String>> layers(NodeKind kind, String instance) {
    return List.of(
        values.getOrDefault(Scope.all(kind), new TreeMap<>()),
        values.getOrDefault(Scope.only(kind, instance), new TreeMap<>()));
  }

  private Optional<String> value(Scope scope, String key) {
    return Optional.ofNullable(values.getOrDefault(scope, new TreeMap<>()).get(key));
  }

  /// Returns the values that `edits` change. A value for a kind takes the place of those that are
  /// set for single nodes of it.
  List<Delta> deltas(List<Edit> edits) {
    SortedMap<Scope, SortedMap<String, String>> after = new TreeMap<>();
    values.forEach((scope, items) -> after.put(scope, new TreeMap<>(items)));
    for (Edit edit : edits) {
      if (edit.scope().instance().isEmpty()) {
        after.forEach((scope, items) -> {
          if (scope.kind() == edit.scope().kind()) {
            items.remove(edit.key());
          }
        });
      }
      SortedMap<String, String> items =
          after.computeIfAbsent(edit.scope(), scope -> new TreeMap<>());
      edit.value()
          .ifPresentOrElse(value -> items.put(edit.key(), value), () -> items.remove(edit.key()));
    }
    return deltas(new DesiredState(revision, after));
  }

  /// Returns what differs from here to there.
  private List<Delta> deltas(DesiredState there) {
    List<Delta> deltas = new ArrayList<>();
    TreeSet<Scope> scopes = new TreeSet<>(values.keySet());
    scopes.addAll(there.values.keySet());
    for (Scope scope : scopes) {
      TreeSet<String> keys = new TreeSet<>(values.getOrDefault(scope, new TreeMap<>()).keySet());
      keys.addAll(there.values.getOrDefault(scope, new TreeMap<>()).keySet());
      for (String key : keys) {
        Delta delta = new Delta(scope, key, value(scope, key), there.value(scope, key));
        if (!delta.before().equals(delta.after())) {
          deltas.add(delta);
        }
      }
    }
    return deltas;
  }

  /// Returns the next state: this one with the values after each of `deltas`.
  DesiredState next(List<Delta> deltas) {
    SortedMap<Scope, SortedMap<String, String>> after = new TreeMap<>();
    values.forEach((scope, items) -> after.put(scope, new TreeMap<>(items)));
    for (Delta delta : deltas) {
      SortedMap<String, String> items =
          after.computeIfAbsent(delta.scope(), scope -> new TreeMap<>());
      delta
          .after()
          .ifPresentOrElse(value -> items.put(delta.key(), value), () -> items.remove(delta.key()));
    }
    return new DesiredState(revision + 1, after);
  }

  /// Returns what takes `deltas` back, where their values still hold.
  List<Delta> reversing(List<Delta> deltas) {
    return deltas.stream()
        .filter(delta -> value(delta.scope(), delta.key()).equals(delta.after()))
        .map(Delta::reversed)
        .toList();
  }

  /// Returns what leads back to an earlier state.
  ///
  /// @param later the changes after it, the latest first
  List<Delta> back(List<List<Delta>> later) {
    DesiredState earlier = this;
    for (List<Delta> change : later) {
      earlier = earlier.next(change.stream().map(Delta::reversed).toList());
    }
    return deltas(earlier);
  }
}

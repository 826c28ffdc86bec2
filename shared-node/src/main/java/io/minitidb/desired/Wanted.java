package io.minitidb.desired;

import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a change wants of one state.
///
/// @param deltas values of the state that it changes; none when they are so already
/// @param keys the items that it names, with the nodes for which it does
record Wanted(List<Delta> deltas, Map<String, List<Scope>> keys) {

  static Wanted of(DesiredState state, List<Edit> edits) {
    Map<String, List<Scope>> keys = new LinkedHashMap<>();
    edits.forEach(
        edit -> keys.computeIfAbsent(edit.key(), key -> new ArrayList<>()).add(edit.scope()));
    return new Wanted(state.deltas(edits), keys);
  }

  static Wanted of(List<Delta> deltas) {
    Map<String, List<Scope>> keys = new LinkedHashMap<>();
    deltas.forEach(
        delta -> keys.computeIfAbsent(delta.key(), key -> new ArrayList<>()).add(delta.scope()));
    return new Wanted(deltas, keys);
  }

  /// Returns the items that it names for a node.
  List<String> keys(NodeKind kind, String instance) {
    return keys.entrySet().stream()
        .filter(key -> key.getValue().stream().anyMatch(scope -> scope.covers(kind, instance)))
        .map(Map.Entry::getKey)
        .toList();
  }
}

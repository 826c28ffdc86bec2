package io.minitidb.desired;

import io.minitidb.config.Configurable.Checked;
import io.minitidb.desired.Change.Effect;
import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes down what a change does: nodes on which an item changes alike stand together.
final class Effects {
  private record Key(NodeKind kind, String item, Optional<String> before, Optional<String> after) {}

  private Effects() {}

  /// @param deltas what changes; a node that none of them covers has no effect
  static List<Effect> of(List<Preview> previews, DesiredState next, List<Delta> deltas) {
    Map<Key, List<String>> nodes = new LinkedHashMap<>();
    for (Preview preview : previews) {
      Map<String, String> wanted = next.of(preview.kind(), preview.instance());
      for (Checked item : preview.items()) {
        if (deltas.stream()
            .noneMatch(delta ->
                delta.key().equals(item.key())
                    && delta.scope().covers(preview.kind(), preview.instance()))) {
          continue;
        }
        Optional<String> after =
            preview.silence().isPresent()
                ? Optional.ofNullable(wanted.get(item.key()))
                : item.after();
        nodes
            .computeIfAbsent(
                new Key(preview.kind(), item.key(), item.before(), after), key -> new ArrayList<>())
            .add(preview.instance());
      }
    }
    return nodes.entrySet().stream()
        .map(entry ->
            new Effect(
                entry.getKey().kind(),
                entry.getKey().item(),
                entry.getKey().before(),
                entry.getKey().after(),
                entry.getValue()))
        .toList();
  }
}

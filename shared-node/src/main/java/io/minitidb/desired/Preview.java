package io.minitidb.desired;

import io.minitidb.config.Configurable.Checked;
import io.minitidb.node.NodeKind;
import java.util.List;
import java.util.Optional;

/// What a change would do on one node.
///
/// @param items in the order of the edits; of a node that did not answer with empty values
/// @param silence why the node did not answer
public record Preview(
    NodeKind kind, String instance, List<Checked> items, Optional<String> silence) {

  /// Returns why the node would refuse, an item per line of the list.
  List<String> refusals() {
    return items.stream()
        .flatMap(item -> item.refusal().stream())
        .distinct()
        .map(why -> kind.text() + " " + instance + " refuses: " + why)
        .toList();
  }
}

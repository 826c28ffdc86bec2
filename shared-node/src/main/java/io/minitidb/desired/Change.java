package io.minitidb.desired;

import io.minitidb.node.NodeKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One change that was made, as it stands in the history.
///
/// @param revision that it made
/// @param id unique, so that its maker knows it again
/// @param deltas what it changed of the desired state
/// @param effects what it changed on which nodes
public record Change(
    long revision,
    String id,
    Instant time,
    Author author,
    List<Delta> deltas,
    List<Effect> effects) {

  /// What a change means for one item of some nodes, secrets as `******`.
  ///
  /// @param before empty when the nodes could not be asked
  /// @param after empty when the nodes could not be asked and go back to what they started with
  /// @param instances their service addresses
  public record Effect(
      NodeKind kind,
      String key,
      Optional<String> before,
      Optional<String> after,
      List<String> instances) {
    public Effect {
      instances = List.copyOf(instances);
    }
  }

  public Change {
    deltas = List.copyOf(deltas);
    effects = List.copyOf(effects);
  }
}

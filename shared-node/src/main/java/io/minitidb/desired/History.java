package io.minitidb.desired;

import io.minitidb.node.NodeKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/// Tells what was changed, and what each node did. A node whose own outcome of a revision is not
/// written down, but that of a later one, was away and has caught up.
public record History(List<Change> changes, NavigableMap<Long, List<NodeOutcome>> outcomes) {

  /// One item of one node in one change.
  ///
  /// @param outcome `applied`, `applied with revision n`, `failed: why` or `pending`
  /// @param done when the node did it; empty as long as it is pending
  public record Row(
      Change change,
      NodeKind kind,
      String instance,
      Change.Effect effect,
      String outcome,
      Optional<Instant> done) {}

  /// @throws io.minitidb.etcd.EtcdException when etcd does not answer
  public static History read(DesiredStore store) {
    // In this order: an outcome that is not seen yet reads as pending, which is true a moment ago.
    NavigableMap<Long, List<NodeOutcome>> outcomes = store.outcomes();
    return new History(store.changes(), outcomes);
  }

  /// Returns the oldest change first.
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Change change : changes) {
      for (Change.Effect effect : change.effects()) {
        for (String instance : effect.instances()) {
          rows.add(row(change, effect, instance));
        }
      }
    }
    return rows;
  }

  private Row row(Change change, Change.Effect effect, String instance) {
    for (Map.Entry<Long, List<NodeOutcome>> entry :
        outcomes.tailMap(change.revision(), true).entrySet()) {
      Optional<NodeOutcome> found = last(entry.getValue(), effect.kind(), instance);
      boolean own = entry.getKey() == change.revision();
      if (found.isPresent() && (own || found.get().failure().isEmpty())) {
        return new Row(
            change,
            effect.kind(),
            instance,
            effect,
            text(found.get(), own, entry.getKey()),
            Optional.of(found.get().time()));
      }
    }
    return new Row(change, effect.kind(), instance, effect, "pending", Optional.empty());
  }

  /// A node that failed and then did it has two outcomes.
  private static Optional<NodeOutcome> last(
      List<NodeOutcome> outcomes, NodeKind kind, String instance) {
    return outcomes.stream()
        .filter(outcome -> outcome.is(kind, instance))
        .reduce((a, b) -> b.time().isBefore(a.time()) ? a : b);
  }

  private static String text(NodeOutcome outcome, boolean own, long revision) {
    return outcome
        .failure()
        .map(why -> "failed: " + why)
        .orElse(own ? "applied" : "applied with revision " + revision);
  }
}

package io.minitidb.desired;

import io.minitidb.node.NodeKind;
import java.util.Comparator;
import java.util.Optional;

/// The nodes for which a value is set: all of a kind, also those that come later, or a single one.
///
/// @param instance the node's service address, empty for all nodes of the kind
public record Scope(NodeKind kind, Optional<String> instance) implements Comparable<Scope> {
  private static final Comparator<Scope> ORDER =
      Comparator.comparing(Scope::kind).thenComparing(scope -> scope.instance().orElse(""));

  public static Scope all(NodeKind kind) {
    return new Scope(kind, Optional.empty());
  }

  public static Scope only(NodeKind kind, String instance) {
    return new Scope(kind, Optional.of(instance));
  }

  /// Returns whether the node is one of these.
  public boolean covers(NodeKind otherKind, String otherInstance) {
    return kind == otherKind && instance.map(otherInstance::equals).orElse(true);
  }

  @Override
  public int compareTo(Scope other) {
    return ORDER.compare(this, other);
  }

  /// Returns `tikv` or `tikv 127.0.0.1:20160`.
  @Override
  public String toString() {
    return kind.text() + instance.map(address -> " " + address).orElse("");
  }
}

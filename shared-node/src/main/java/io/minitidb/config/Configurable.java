package io.minitidb.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node whose configuration can be changed while it runs. Thread-safe.
public interface Configurable {

  /// What a change would do to one item.
  ///
  /// @param before the value that the item has, empty when there is no such item
  /// @param after the value that it would have, empty when it is refused
  /// @param refusal why it is refused
  record Checked(
      String key, Optional<String> before, Optional<String> after, Optional<String> refusal) {}

  /// What a node runs after it was told to.
  ///
  /// @param revision of the desired state that it runs; 0 when SQL has set nothing yet
  /// @param failure why that is not the wanted one
  record Applied(long revision, Optional<String> failure) {}

  /// Says what a change would do, and changes nothing.
  ///
  /// @param before what SQL has set for the items that change, by key; this node may not have heard
  ///   of it yet
  /// @param values everything that SQL would have set for this node, by key
  /// @param changed keys of the items that change
  List<Checked> check(Map<String, String> before, Map<String, String> values, List<String> changed);

  /// Makes the node run with `values` over what it was started with. All of them hold afterwards,
  /// or none. A revision that is not later than the one that it runs changes nothing.
  Applied apply(long revision, Map<String, String> values);

  /// Returns the revision of the desired state that the node runs.
  long revision();
}

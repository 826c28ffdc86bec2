package io.minitidb.desired;

import io.minitidb.config.Configurable.Applied;
import io.minitidb.config.Configurable.Checked;
import io.minitidb.node.NodeKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A node that a change concerns. Its futures end by themselves within the deadline; they fail when
/// the node does not answer, with a message for people.
public interface Target {

  NodeKind kind();

  /// Returns the node's service address.
  String instance();

  /// Asks what the change would do there, see [io.minitidb.config.Configurable#check].
  CompletableFuture<List<Checked>> check(Map<String, String> values, List<String> changed);

  /// Tells the node what it runs from now on, see [io.minitidb.config.Configurable#apply].
  CompletableFuture<Applied> apply(long revision, Map<String, String> values);
}

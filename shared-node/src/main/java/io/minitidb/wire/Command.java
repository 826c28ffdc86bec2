package io.minitidb.wire;

import java.util.List;
import java.util.Map;

/// What a node is told to do. A command is the only executor of its request.
public sealed interface Command {

  /// Ends a connection of the node.
  ///
  /// @param queryOnly whether only its running statement ends
  record Kill(long connection, boolean queryOnly) implements Command {}

  /// Asks what a change of the configuration would do. Answers a row of [CommandRows#CHECKED] for
  /// each item of `changed`, and changes nothing.
  ///
  /// @param before what SQL has set until now for the items that change, by key
  /// @param values everything that SQL would have set for the node, by key
  record Check(Map<String, String> before, Map<String, String> values, List<String> changed)
      implements Command {
    public Check {
      before = Map.copyOf(before);
      values = Map.copyOf(values);
      changed = List.copyOf(changed);
    }
  }

  /// Tells the node what it runs with from now on. Answers one row of [CommandRows#APPLIED].
  ///
  /// @param revision of the desired state; a node that runs a later one keeps it
  /// @param values everything that SQL has set for the node, by key
  record Apply(long revision, Map<String, String> values) implements Command {
    public Apply {
      values = Map.copyOf(values);
    }
  }
}

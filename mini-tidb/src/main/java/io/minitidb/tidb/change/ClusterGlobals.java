package io.minitidb.tidb.change;

import io.minitidb.config.Source;
import io.minitidb.desired.Edit;
import io.minitidb.desired.Scope;
import io.minitidb.memtable.Settings;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.session.GlobalChanges;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.Variable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// SET GLOBAL: the variables change on every mini-tidb of the cluster, or on none.
///
/// @param settings of this mini-tidb
public record ClusterGlobals(ConfigChanges changes, Settings settings) implements GlobalChanges {

  /// Returns what setting these variables changes.
  public static List<Edit> edits(Map<String, Optional<String>> variables) {
    return variables.entrySet().stream()
        .map(variable ->
            new Edit(
                Scope.all(NodeKind.TIDB),
                Variable.SECTION + variable.getKey(),
                variable.getValue()))
        .toList();
  }

  @Override
  public void set(Session by, Map<String, Optional<String>> variables) {
    Outcomes.warnPending(by, changes.change(by, new Requested.Edits(edits(variables))));
  }

  @Override
  public Set<String> changed() {
    return settings.all().stream()
        .filter(item -> item.key().startsWith(Variable.SECTION))
        .filter(item -> item.source().equals(Source.SQL.text()))
        .map(item -> item.key().substring(Variable.SECTION.length()))
        .collect(Collectors.toSet());
  }
}

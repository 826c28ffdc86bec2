package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.expr.Values;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// `@@cluster.x`: the value on which all nodes agree, asked for once in a statement. The name is
/// that of a system variable, or of an item after its kind: `@@cluster.tikv.log.level`. A node that
/// does not answer is a warning, as in any query.
final class ClusterVariables implements UnaryOperator<String> {
  private static final String PREFIX = "@@cluster.";

  private final Session session;
  private final Queries queries;
  private final UnaryOperator<String> others;
  private final Map<String, String> asked = new HashMap<>();

  /// @param others gives the literals of all other variables
  ClusterVariables(Session session, Queries queries, UnaryOperator<String> others) {
    this.session = session;
    this.queries = queries;
    this.others = others;
  }

  @Override
  public String apply(String variable) {
    String name = variable.toLowerCase(Locale.ROOT);
    return name.startsWith(PREFIX)
        ? asked.computeIfAbsent(name.substring(PREFIX.length()), this::agreed)
        : others.apply(variable);
  }

  /// @throws SqlException 1193 for an unknown name, 1105 naming the nodes when they differ
  private String agreed(String name) {
    Map<String, List<String>> nodes = new TreeMap<>();
    for (Batch batch : queries.all(session, query(name), new ArrayList<>())) {
      for (int row = 0; row < batch.rows(); row++) {
        nodes
            .computeIfAbsent(Values.text(batch.column(1), row), value -> new ArrayList<>())
            .add(Values.text(batch.column(0), row));
      }
    }
    if (nodes.isEmpty()) {
      throw new SqlException(
          SqlError.UNKNOWN_VARIABLE, "Unknown system variable 'cluster." + name + "'");
    }
    if (nodes.size() > 1) {
      throw new SqlException(
          SqlError.UNKNOWN,
          "the nodes differ on '"
              + name
              + "': "
              + nodes.entrySet().stream()
                  .map(
                      value -> "'" + value.getKey() + "' on " + String.join(", ", value.getValue()))
                  .collect(Collectors.joining("; ")));
    }
    return literal(name, nodes.keySet().iterator().next()).sql();
  }

  private static String query(String name) {
    int dot = name.indexOf('.');
    Optional<NodeKind> kind = dot < 0 ? Optional.empty() : NodeKind.parse(name.substring(0, dot));
    String key = name.substring(dot + 1);
    boolean variable =
        dot < 0 || kind.equals(Optional.of(NodeKind.TIDB)) && SystemVariables.find(key).isPresent();
    return variable
        ? "SELECT instance, variable_value FROM information_schema.cluster_global_variables"
            + " WHERE variable_name = "
            + ShowQuery.text(key)
        : "SELECT instance, value FROM information_schema.cluster_config WHERE `key` = "
            + ShowQuery.text(key)
            + " AND type = "
            + ShowQuery.text(kind.map(NodeKind::text).orElse(""));
  }

  /// As `@@x` shows the same variable.
  private static Literal literal(String name, String value) {
    Optional<SystemVariables.Variable> variable =
        SystemVariables.find(name.startsWith("tidb.") ? name.substring("tidb.".length()) : name);
    if (variable.map(SystemVariables.Variable::bool).orElse(false)) {
      return Literal.number(value.equalsIgnoreCase("ON") ? "1" : "0");
    }
    return variable.map(SystemVariables.Variable::number).orElse(false)
        ? Literal.number(value)
        : Literal.string(value);
  }
}

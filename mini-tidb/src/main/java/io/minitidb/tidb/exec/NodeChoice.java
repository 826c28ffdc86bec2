package io.minitidb.tidb.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.memtable.TableInfo;
import io.minitidb.node.NodeInfo;
import io.minitidb.tidb.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Chooses the nodes that a plan is sent to. A condition that speaks only of the node itself (its
/// type, instance, id, ip) is evaluated here for each known node, by the same classes that the node
/// would use; those for which it does not hold are not asked. So =, IN, OR, LIKE and any function
/// of these columns choose nodes, and a contradiction asks nobody.
public final class NodeChoice {
  private NodeChoice() {}

  /// Returns the nodes of the table's kinds for which no condition of `dag` is known to fail.
  public static List<Topology.Node> choose(
      TableInfo table, Dag dag, Topology topology, EvalContext context) {
    List<Expr> conditions = conditions(table, dag);
    return topology.of(table.answeredBy()).stream()
        .filter(node ->
            conditions.isEmpty() || holds(conditions, row(table, dag.scan(), node.info()), context))
        .toList();
  }

  private static List<Expr> conditions(TableInfo table, Dag dag) {
    Set<Integer> nodeColumns =
        dag.scan().columns().stream()
            .filter(column -> table.columns().get(column).role() != TableInfo.Role.DATA)
            .map(column -> dag.scan().columns().indexOf(column))
            .collect(Collectors.toSet());
    List<Expr> conditions = new ArrayList<>();
    for (Operator operator : dag.operators().subList(1, dag.operators().size())) {
      if (!(operator instanceof Operator.Selection selection)) {
        // Behind any other step the columns are no longer those of the scan.
        break;
      }
      selection.conditions().stream()
          .filter(c -> readsOnly(c, nodeColumns))
          .forEach(conditions::add);
    }
    return conditions;
  }

  private static boolean readsOnly(Expr expr, Set<Integer> columns) {
    return switch (expr) {
      case Expr.ColumnRef ref -> columns.contains(ref.index());
      case Expr.Constant constant -> true;
      case Expr.Call call -> call.args().stream().allMatch(arg -> readsOnly(arg, columns));
    };
  }

  private static Batch row(TableInfo table, Operator.MemTableScan scan, NodeInfo node) {
    List<Vector> columns = new ArrayList<>();
    for (int i = 0; i < scan.columns().size(); i++) {
      VectorBuilder out = new VectorBuilder(scan.types().get(i), 1);
      switch (table.columns().get(scan.columns().get(i)).role()) {
        case INSTANCE -> out.appendString(node.instance());
        case NODE_TYPE -> out.appendString(node.kind().text());
        case NODE_ID -> out.appendString(node.id());
        case NODE_IP -> out.appendString(node.address().host());
        case DATA -> out.appendNull();
      }
      columns.add(out.build());
    }
    return new Batch(columns, 1);
  }

  private static boolean holds(List<Expr> conditions, Batch row, EvalContext context) {
    for (Expr condition : conditions) {
      Vector value = condition.eval(row, context);
      if (value.isNull(0) || value.getLong(0) == 0) {
        return false;
      }
    }
    return true;
  }
}

package io.minitidb.tidb.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.JoinExecutor;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.TimeConditions;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.topology.Topology;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Chooses the nodes that a plan is sent to. A condition that speaks only of the node itself (its
/// type, instance, id, ip) is evaluated here for each known node, by the same classes that the node
/// would use; those for which it does not hold are not asked. So =, IN, OR, LIKE and any function
/// of these columns choose nodes, and a contradiction asks nobody; nor does one of times.
///
/// @param joined the tables that the plan joins to `table`, in the order of the joins
public record NodeChoice(TableInfo table, List<TableInfo> joined) {

  /// Conditions over the columns of one scan.
  private record Side(TableInfo table, Operator.MemTableScan scan, List<Expr> conditions) {}

  /// Returns the nodes that answer the tables and for which no condition of `dag` is known to fail.
  public List<Topology.Node> choose(Dag dag, Topology topology, EvalContext context) {
    if (TimeConditions.of(table, dag, context.zone()).isEmpty()) {
      return List.of();
    }
    List<Side> sides = sides(dag).stream().filter(side -> !side.conditions().isEmpty()).toList();
    return topology.of(kinds(dag)).stream()
        .filter(node -> sides.stream().allMatch(side -> holds(side, node.info(), context)))
        .toList();
  }

  /// Returns the kinds of nodes that have rows: a row without a partner in an inner join is none.
  public Set<NodeKind> kinds(Dag dag) {
    Set<NodeKind> kinds = EnumSet.copyOf(table.answeredBy());
    List<Operator.LocalJoin> joins = joins(dag);
    for (int i = 0; i < joins.size(); i++) {
      if (needsPartner(joins.get(i))) {
        kinds.retainAll(joined.get(i).answeredBy());
      }
    }
    return kinds;
  }

  private static List<Operator.LocalJoin> joins(Dag dag) {
    return dag.operators().stream()
        .filter(Operator.LocalJoin.class::isInstance)
        .map(Operator.LocalJoin.class::cast)
        .toList();
  }

  private static boolean needsPartner(Operator.LocalJoin join) {
    return join.spec().kind() == JoinExecutor.Kind.INNER
        || join.spec().kind() == JoinExecutor.Kind.SEMI;
  }

  private List<Side> sides(Dag dag) {
    List<Side> sides = new ArrayList<>();
    sides.add(side(table, dag));
    List<Operator.LocalJoin> joins = joins(dag);
    for (int i = 0; i < joins.size(); i++) {
      if (needsPartner(joins.get(i))) {
        sides.add(side(joined.get(i), joins.get(i).right()));
      }
    }
    return sides;
  }

  private static Side side(TableInfo table, Dag dag) {
    Set<Integer> nodeColumns =
        dag.scan().columns().stream()
            .filter(column -> table.columns().get(column).role().isOfNode())
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
    return new Side(table, dag.scan(), conditions);
  }

  private static boolean readsOnly(Expr expr, Set<Integer> columns) {
    return switch (expr) {
      case Expr.ColumnRef ref -> columns.contains(ref.index());
      case Expr.Constant constant -> true;
      case Expr.Call call -> call.args().stream().allMatch(arg -> readsOnly(arg, columns));
    };
  }

  private static Batch row(Side side, NodeInfo node) {
    Operator.MemTableScan scan = side.scan();
    List<Vector> columns = new ArrayList<>();
    for (int i = 0; i < scan.columns().size(); i++) {
      VectorBuilder out = new VectorBuilder(scan.types().get(i), 1);
      switch (side.table().columns().get(scan.columns().get(i)).role()) {
        case INSTANCE -> out.appendString(node.instance());
        case NODE_TYPE -> out.appendString(node.kind().text());
        case NODE_ID -> out.appendString(node.id());
        case NODE_IP -> out.appendString(node.address().host());
        case TIME, CHOICE, DATA -> out.appendNull();
      }
      columns.add(out.build());
    }
    return new Batch(columns, 1);
  }

  private static boolean holds(Side side, NodeInfo node, EvalContext context) {
    Batch row = row(side, node);
    for (Expr condition : side.conditions()) {
      Vector value = condition.eval(row, context);
      if (value.isNull(0) || value.getLong(0) == 0) {
        return false;
      }
    }
    return true;
  }
}

package io.minitidb.tidb.plan;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.JoinExecutor;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.Expr;
import io.minitidb.memtable.TableInfo;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Builds operators, and gives to the nodes what they can do: over a gather, a filter and a
/// projection that makes rows no wider become part of the nodes' plan, a limit and a TopN run there
/// and once more here. Switched off, everything runs at the root, except for conditions that decide
/// what nodes do.
public record Pushdown(boolean enabled) {
  /// The columns that no two nodes have in common.
  private static final Set<TableInfo.Role> NAMES =
      EnumSet.of(TableInfo.Role.INSTANCE, TableInfo.Role.NODE_ID);

  public PlanNode selection(PlanNode input, List<Expr> given) {
    List<Expr> conditions = MomentTexts.compared(input, given);
    if (!(input instanceof PlanNode.Gather gather) || !isRowwise(gather.dag())) {
      return new PlanNode.Selection(input, conditions);
    }
    boolean chooses = gather.table().isChosenFrom();
    List<Expr> own = conditions.stream().filter(Expr::isPushable).toList();
    if ((enabled || chooses) && own.size() == conditions.size()) {
      return gather.then(new Operator.Selection(conditions));
    }
    // All are checked again at the root: those that the nodes have are a hint there.
    return new PlanNode.Selection(
        chooses && !own.isEmpty() ? gather.then(new Operator.Selection(own)) : gather, conditions);
  }

  /// Picking columns straight after a scan is the scan's own business; so nothing unneeded is read
  /// or sent, pushdown or not.
  public PlanNode projection(PlanNode input, List<Expr> exprs) {
    if (isIdentity(exprs, input.types())) {
      return input;
    }
    boolean picks = exprs.stream().allMatch(Expr.ColumnRef.class::isInstance);
    if (input instanceof PlanNode.Projection below && picks) {
      return projection(
          below.input(),
          exprs.stream().map(expr -> below.exprs().get(((Expr.ColumnRef) expr).index())).toList());
    }
    if (input instanceof PlanNode.Gather gather
        && gather.dag().operators().size() == 1
        && !exprs.isEmpty()
        && picks) {
      Operator.MemTableScan scan = gather.dag().scan();
      List<Integer> columns =
          exprs.stream().map(expr -> scan.columns().get(((Expr.ColumnRef) expr).index())).toList();
      List<Type> types = exprs.stream().map(Expr::type).toList();
      return new PlanNode.Gather(
          gather.table(), Dag.scan(new Operator.MemTableScan(scan.table(), columns, types)));
    }
    if (input instanceof PlanNode.Gather gather
        && enabled
        && isRowwise(gather.dag())
        && !exprs.isEmpty()
        && exprs.stream().allMatch(Expr::isPushable)
        && exprs.size() <= input.types().size()) {
      return gather.then(new Operator.Projection(exprs));
    }
    return new PlanNode.Projection(input, exprs);
  }

  private static boolean isIdentity(List<Expr> exprs, List<Type> types) {
    if (exprs.size() != types.size()) {
      return false;
    }
    for (int i = 0; i < exprs.size(); i++) {
      if (!(exprs.get(i) instanceof Expr.ColumnRef ref) || ref.index() != i) {
        return false;
      }
    }
    return true;
  }

  /// @param limit how many rows are needed, offset included; `Long.MAX_VALUE` for all
  public PlanNode topN(PlanNode input, List<SortKey> order, long limit) {
    if (limit == Long.MAX_VALUE || !enabled) {
      return new PlanNode.TopN(input, order, limit);
    }
    if (input instanceof PlanNode.Gather gather
        && isRowwise(gather.dag())
        && order.stream().allMatch(key -> key.expr().isPushable())) {
      return new PlanNode.TopN(gather.then(new Operator.TopN(order, limit)), order, limit);
    }
    return new PlanNode.TopN(input, order, limit);
  }

  public PlanNode limit(PlanNode input, long offset, long limit) {
    long needed = offset + limit < 0 ? Long.MAX_VALUE : offset + limit;
    return new PlanNode.Limit(
        needed == Long.MAX_VALUE || !enabled ? input : cut(input, needed), offset, limit);
  }

  /// A limit passes below projections, which neither add nor drop rows.
  private static PlanNode cut(PlanNode input, long needed) {
    return switch (input) {
      case PlanNode.Gather gather when isRowwise(gather.dag()) ->
          gather.then(new Operator.Limit(needed));
      case PlanNode.Projection projection ->
          new PlanNode.Projection(cut(projection.input(), needed), projection.exprs());
      default -> input;
    };
  }

  /// A join of tables of the same nodes on the column that names the node runs on the nodes: rows
  /// of different nodes never match.
  public PlanNode join(PlanNode left, PlanNode right, JoinExecutor.Spec spec) {
    if (enabled
        && left instanceof PlanNode.Gather a
        && right instanceof PlanNode.Gather b
        && a.table().cluster()
        && b.table().cluster()
        && b.joined().isEmpty()
        && isRowwise(a.dag())
        && isRowwise(b.dag())
        && spec.isPushable()
        && isWithinNode(a, b, spec)
        && hasPartners(a, b, spec.kind())) {
      List<TableInfo> joined = new ArrayList<>(a.joined());
      joined.add(b.table());
      return new PlanNode.Gather(
          a.table(), joined, a.dag().then(new Operator.LocalJoin(b.dag(), spec)));
    }
    return new PlanNode.Join(left, right, spec);
  }

  private static boolean isWithinNode(
      PlanNode.Gather left, PlanNode.Gather right, JoinExecutor.Spec spec) {
    for (int i = 0; i < spec.leftKeys().size(); i++) {
      Optional<TableInfo.Role> role = NodeColumns.role(left, spec.leftKeys().get(i));
      if (role.filter(NAMES::contains).isPresent()
          && role.equals(NodeColumns.role(right, spec.rightKeys().get(i)))) {
        return true;
      }
    }
    return false;
  }

  /// A node that does not know the right table could not tell that it has no rows there.
  private static boolean hasPartners(
      PlanNode.Gather left, PlanNode.Gather right, JoinExecutor.Kind kind) {
    return kind == JoinExecutor.Kind.INNER
        || kind == JoinExecutor.Kind.SEMI
        || right.table().answeredBy().containsAll(left.table().answeredBy());
  }

  /// Returns whether the nodes' rows are still made of one row of the table each, so that more may
  /// be pushed.
  private static boolean isRowwise(Dag dag) {
    return dag.operators().stream()
        .allMatch(operator ->
            switch (operator) {
              case Operator.MemTableScan scan -> true;
              case Operator.Selection selection -> true;
              case Operator.Projection projection -> true;
              // Its rows belong to one node each, as those of a table do.
              case Operator.LocalJoin join -> true;
              case Operator.Aggregation aggregation -> false;
              case Operator.TopN topN -> false;
              case Operator.Limit limit -> false;
            });
  }

  /// Returns whether an aggregation over `input` may be split between nodes and root.
  boolean splits(PlanNode input) {
    return enabled && input instanceof PlanNode.Gather gather && isRowwise(gather.dag());
  }

  /// Returns `input`, a gather, with an aggregation at the end of the nodes' plan.
  static PlanNode partial(PlanNode input, Operator.Aggregation aggregation) {
    return ((PlanNode.Gather) input).then(aggregation);
  }
}

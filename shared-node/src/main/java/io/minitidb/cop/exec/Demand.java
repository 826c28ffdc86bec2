package io.minitidb.cop.exec;

import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.List;

/// What the steps above a scan want of its rows, in terms of the scan's own columns. A hint: the
/// steps are executed all the same, so a source may use it, use a part of it, or give every row.
///
/// @param conditions that a row must fulfil, all of them, or nobody misses it
/// @param order in which rows are wanted; empty for any
/// @param limit how many of the rows that fulfil the conditions are needed; `Long.MAX_VALUE` for
///   all
public record Demand(List<Expr> conditions, List<SortKey> order, long limit) {
  /// All rows in any order.
  public static final Demand ALL = new Demand(List.of(), List.of(), Long.MAX_VALUE);

  public Demand {
    conditions = List.copyOf(conditions);
    order = List.copyOf(order);
  }

  /// Returns what `dag` wants of its scan: its filters, through projections, up to the first step
  /// that makes other rows, and the TopN or Limit that is this step.
  public static Demand of(Dag dag) {
    List<Expr> conditions = new ArrayList<>();
    List<Expr> columns = columns(dag.scan());
    for (Operator operator : dag.operators().subList(1, dag.operators().size())) {
      List<Expr> inputs = columns;
      switch (operator) {
        case Operator.Selection selection ->
            selection.conditions().forEach(condition -> conditions.add(condition.over(inputs)));
        case Operator.Projection projection ->
            columns = projection.exprs().stream().map(expr -> expr.over(inputs)).toList();
        case Operator.TopN top -> {
          List<SortKey> order =
              top.order().stream()
                  .map(key -> new SortKey(key.expr().over(inputs), key.descending()))
                  .toList();
          return new Demand(conditions, order, top.limit());
        }
        case Operator.Limit limit -> {
          return new Demand(conditions, List.of(), limit.limit());
        }
        case Operator.Aggregation aggregation -> {
          return new Demand(conditions, List.of(), Long.MAX_VALUE);
        }
        case Operator.LocalJoin join -> {
          return new Demand(conditions, List.of(), Long.MAX_VALUE);
        }
        case Operator.MemTableScan scan ->
            throw new IllegalArgumentException("a second scan of " + scan.table());
      }
    }
    return new Demand(conditions, List.of(), Long.MAX_VALUE);
  }

  private static List<Expr> columns(Operator.MemTableScan scan) {
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < scan.types().size(); i++) {
      columns.add(new Expr.ColumnRef(i, scan.types().get(i)));
    }
    return columns;
  }
}

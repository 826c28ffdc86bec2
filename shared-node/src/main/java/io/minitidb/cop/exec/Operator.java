package io.minitidb.cop.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import java.util.List;
import java.util.stream.Stream;

/// One step of a pushed plan. Each consumes what the step before it produces; the first one is the
/// scan.
public sealed interface Operator {

  /// Returns the types of the rows that leave this step when rows of `input` enter it.
  List<Type> output(List<Type> input);

  /// Returns the expressions of this step.
  default Stream<Expr> expressions() {
    return switch (this) {
      case MemTableScan scan -> Stream.empty();
      case Limit limit -> Stream.empty();
      case Selection selection -> selection.conditions().stream();
      case Projection projection -> projection.exprs().stream();
      case TopN top -> top.order().stream().map(SortKey::expr);
      case Aggregation aggregation ->
          Stream.concat(
              aggregation.groupBy().stream(),
              aggregation.calls().stream().flatMap(call -> call.args().stream()));
      case LocalJoin join ->
          Stream.concat(
              join.right().operators().stream().flatMap(Operator::expressions),
              join.spec().exprs());
    };
  }

  /// Returns this step with its expressions bound to a statement, see [Expr#bind(EvalContext)].
  default Operator bind(EvalContext context) {
    return switch (this) {
      case MemTableScan scan -> scan;
      case Limit limit -> limit;
      case Selection selection -> new Selection(Expr.bindAll(selection.conditions(), context));
      case Projection projection -> new Projection(Expr.bindAll(projection.exprs(), context));
      case TopN top ->
          new TopN(top.order().stream().map(key -> key.bind(context)).toList(), top.limit());
      case Aggregation aggregation ->
          new Aggregation(
              Expr.bindAll(aggregation.groupBy(), context),
              aggregation.calls().stream().map(call -> call.bind(context)).toList());
      case LocalJoin join -> new LocalJoin(join.right().bind(context), join.spec().bind(context));
    };
  }

  /// Reads the columns `columns` (positions in the table) of the node's table `table`.
  record MemTableScan(String table, List<Integer> columns, List<Type> types) implements Operator {
    public MemTableScan {
      columns = List.copyOf(columns);
      types = List.copyOf(types);
    }

    @Override
    public List<Type> output(List<Type> input) {
      return types;
    }
  }

  /// Keeps the rows for which every condition is true.
  record Selection(List<Expr> conditions) implements Operator {
    public Selection {
      conditions = List.copyOf(conditions);
    }

    @Override
    public List<Type> output(List<Type> input) {
      return input;
    }
  }

  /// Computes new columns.
  record Projection(List<Expr> exprs) implements Operator {
    public Projection {
      exprs = List.copyOf(exprs);
    }

    @Override
    public List<Type> output(List<Type> input) {
      return exprs.stream().map(Expr::type).toList();
    }
  }

  /// Groups rows; the output is the aggregates, then the group keys. Without keys, an empty input
  /// gives no row.
  record Aggregation(List<Expr> groupBy, List<AggCall> calls) implements Operator {
    public Aggregation {
      groupBy = List.copyOf(groupBy);
      calls = List.copyOf(calls);
    }

    @Override
    public List<Type> output(List<Type> input) {
      List<Type> types = new java.util.ArrayList<>(calls.stream().map(AggCall::type).toList());
      groupBy.forEach(key -> types.add(key.type()));
      return types;
    }
  }

  /// Keeps the first `limit` rows by `order`.
  record TopN(List<SortKey> order, long limit) implements Operator {
    public TopN {
      order = List.copyOf(order);
    }

    @Override
    public List<Type> output(List<Type> input) {
      return input;
    }
  }

  /// Keeps the first `limit` rows that come.
  record Limit(long limit) implements Operator {
    @Override
    public List<Type> output(List<Type> input) {
      return input;
    }
  }

  /// Joins the rows that enter, the left ones, with those of another plan over tables of the same
  /// node. Right for tables whose rows belong together only within a node.
  record LocalJoin(Dag right, JoinExecutor.Spec spec) implements Operator {
    @Override
    public List<Type> output(List<Type> input) {
      return spec.output();
    }
  }
}

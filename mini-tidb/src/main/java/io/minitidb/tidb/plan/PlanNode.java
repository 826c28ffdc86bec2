package io.minitidb.tidb.plan;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.AggregationExecutor;
import io.minitidb.cop.exec.BatchesExecutor;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.ExpandExecutor;
import io.minitidb.cop.exec.JoinExecutor;
import io.minitidb.cop.exec.LimitExecutor;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.exec.ProjectionExecutor;
import io.minitidb.cop.exec.SelectionExecutor;
import io.minitidb.cop.exec.SetOperationExecutor;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.exec.TopNExecutor;
import io.minitidb.cop.exec.UnionExecutor;
import io.minitidb.cop.exec.WindowExecutor;
import io.minitidb.cop.exec.WindowSpec;
import io.minitidb.cop.expr.Expr;
import io.minitidb.memtable.AccessDenied;
import io.minitidb.memtable.TableInfo;
import io.minitidb.tidb.exec.Dispatch;
import io.minitidb.tidb.exec.Dispatches;
import io.minitidb.tidb.exec.ExecContext;
import io.minitidb.tidb.exec.FanOut;
import io.minitidb.tidb.exec.LocalScan;
import io.minitidb.tidb.exec.NodeChoice;
import java.util.ArrayList;
import java.util.List;

/// An operator of the root with its inputs.
public sealed interface PlanNode {

  /// Returns the types of the rows that it produces.
  List<Type> types();

  List<PlanNode> inputs();

  /// Opens the operator and what is below it for one execution.
  default Executor open(ExecContext context) {
    return context.watched(this, executor(context));
  }

  /// Returns the executor of this operator over its opened inputs.
  Executor executor(ExecContext context);

  /// Asks nodes and gathers their rows: every node of the table's kinds, or the connected one
  /// alone.
  ///
  /// @param joined the tables that the nodes join to `table`, in the order of the joins
  /// @param dispatches whom to ask, kept from one execution to the next
  record Gather(TableInfo table, List<TableInfo> joined, Dag dag, Dispatches dispatches)
      implements PlanNode {
    public Gather(TableInfo table, Dag dag) {
      this(table, List.of(), dag);
    }

    public Gather(TableInfo table, List<TableInfo> joined, Dag dag) {
      this(table, joined, dag, new Dispatches(new NodeChoice(table, joined), dag));
    }

    /// Returns this with one more step on the nodes.
    public Gather then(Operator operator) {
      return new Gather(table, joined, dag.then(operator));
    }

    @Override
    public List<Type> types() {
      return dag.output();
    }

    @Override
    public List<PlanNode> inputs() {
      return List.of();
    }

    @Override
    public Executor executor(ExecContext context) {
      AccessDenied.check(context.user(), table);
      joined.forEach(other -> AccessDenied.check(context.user(), other));
      Dispatch dispatch = dispatches.of(context.eval());
      ExecContext patient = dispatch.patient(context);
      return table.cluster()
          ? new FanOut(this, dispatch, types(), patient)
          : new LocalScan(this, dispatch, patient);
    }
  }

  record Selection(PlanNode input, List<Expr> conditions) implements PlanNode {
    @Override
    public List<Type> types() {
      return input.types();
    }

    @Override
    public List<PlanNode> inputs() {
      return List.of(input);
    }

    @Override
    public Executor executor(ExecContext context) {
      return new SelectionExecutor(
          input.open(context), Expr.bindAll(conditions, context.eval()), context.eval());
    }
  }

  record Projection(PlanNode input, List<Expr> exprs) implements PlanNode {
    @Override
    public List<Type> types() {
      return exprs.stream().map(Expr::type).toList();
    }

    @Override
    public List<PlanNode> inputs() {
      return List.of(input);
    }

    @Override
    public Executor executor(ExecContext context) {
      return new ProjectionExecutor(
          input.open(context), Expr.bindAll(exprs, context.eval()), context.eval());
    }
  }

  /// The output is the aggregates, then the keys.
  record Aggregation(PlanNode input, Operator.Aggregation aggregation) implements PlanNode {
    @Override
    public List<Type> types() {
      return aggregation.output(input.types());
    }

    @Override
    public List<PlanNode> inputs() {
      return List.of(input);
    }

    @Override
    public Executor executor(ExecContext context) {
      return new AggregationExecutor(input.open(context), aggregation, true, context.eval());
    }
  }

  /// Sorts, and keeps the first `limit` rows.
  record TopN(PlanNode input, List<SortKey> order, long limit) implements PlanNode {
    @Override
    public List<Type> types() {
      return input.types();
    }

    @Override
    public List<PlanNode> inputs() {
      return List.of(input);
    }

    @Override
    public Executor executor(ExecContext context) {
      return new TopNExecutor(input.open(context), input.types(), order, limit, context.eval());
    }
  }

  record Limit(PlanNode input, long offset, long limit) implements PlanNode {
    @Override
    public List<Type> types() {
      return input.types();
    }

    @Override
    public List<PlanNode> inputs() {
      return List.of(input);
    }

    @Override
    public Executor executor(ExecContext context) {
      return new LimitExecutor(input.open(context), offset, limit);
    }
  }

  record Join(PlanNode left, PlanNode right, JoinExecutor.Spec spec) implements PlanNode {
    @Override
    public List<Type> types() {
      return switch (spec.kind()) {
        case SEMI, ANTI -> left.types();
        case INNER, LEFT -> {
          List<Type> types = new ArrayList<>(left.types());
          types.addAll(right.types());
          yield types;
        }
      };
    }

    @Override
    public List<PlanNode> inputs() {
      return List.of(left, right);
    }

    @Override
    public Executor executor(ExecContext context) {
      return new JoinExecutor(
          left.open(context), right.open(context), spec.bind(context.eval()), context.eval());
    }
  }

  record Union(List<PlanNode> inputs, List<Type> types) implements PlanNode {
    @Override
    public Executor executor(ExecContext context) {
      return new UnionExecutor(inputs.stream().map(input -> input.open(context)).toList());
    }
  }

  /// Adds the columns of calls over one window.
  record Window(PlanNode input, WindowSpec spec) implements PlanNode {
    @Override
    public List<Type> types() {
      List<Type> types = new ArrayList<>(input.types());
      spec.calls().forEach(call -> types.add(call.type()));
      return types;
    }

    @Override
    public List<PlanNode> inputs() {
      return List.of(input);
    }

    @Override
    public Executor executor(ExecContext context) {
      return new WindowExecutor(input.open(context), input.types(), spec, context.eval());
    }
  }

  /// INTERSECT or EXCEPT of inputs of the same types.
  record SetOperation(PlanNode left, PlanNode right, SetOperationExecutor.Kind kind, boolean all)
      implements PlanNode {
    @Override
    public List<Type> types() {
      return left.types();
    }

    @Override
    public List<PlanNode> inputs() {
      return List.of(left, right);
    }

    @Override
    public Executor executor(ExecContext context) {
      return new SetOperationExecutor(
          left.open(context), right.open(context), kind, all, types(), context.eval());
    }
  }

  /// Repeats rows for grouping sets, see [ExpandExecutor].
  record Expand(PlanNode input, List<Integer> keys, List<List<Integer>> sets) implements PlanNode {
    @Override
    public List<Type> types() {
      List<Type> types = new ArrayList<>(input.types());
      keys.forEach(key -> types.add(input.types().get(key)));
      types.add(Type.BIGINT);
      return types;
    }

    @Override
    public List<PlanNode> inputs() {
      return List.of(input);
    }

    @Override
    public Executor executor(ExecContext context) {
      return new ExpandExecutor(input.open(context), keys, sets);
    }
  }

  /// WITH RECURSIVE: the rows of `seed`, then those that `step` makes of the rows before, until it
  /// makes none. Without `all` a row comes once.
  record Recursive(String name, PlanNode seed, PlanNode step, boolean all, long limit)
      implements PlanNode {
    @Override
    public List<Type> types() {
      return seed.types();
    }

    @Override
    public List<PlanNode> inputs() {
      return List.of(seed, step);
    }

    @Override
    public Executor executor(ExecContext context) {
      return new RecursiveExecutor(this, context);
    }
  }

  /// The rows of the round before within the step of a [Recursive]; none in the plan itself.
  record WorkTable(String name, List<Type> types, List<Batch> rows) implements PlanNode {
    @Override
    public List<PlanNode> inputs() {
      return List.of();
    }

    @Override
    public Executor executor(ExecContext context) {
      return new BatchesExecutor(rows);
    }
  }

  /// Rows that stand in the statement.
  record Values(List<List<Expr>> rows, List<Type> types) implements PlanNode {
    @Override
    public List<PlanNode> inputs() {
      return List.of();
    }

    @Override
    public Executor executor(ExecContext context) {
      Batch one = new Batch(List.of(), 1);
      return new BatchesExecutor(
          rows.stream()
              .map(row ->
                  Batch.of(
                      row.stream()
                          .map(expr -> expr.bind(context.eval()).eval(one, context.eval()))
                          .toList(),
                      1))
              .toList());
    }
  }
}

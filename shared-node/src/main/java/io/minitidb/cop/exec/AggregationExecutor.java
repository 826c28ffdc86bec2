package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Groups by hash. The output is the aggregates, then the keys, groups in the order of their first
/// row. Without keys an empty input gives no row on a node and one row at the root, see `emptyRow`.
public final class AggregationExecutor implements Executor {
  private final Executor child;
  private final List<Expr> keys;
  private final List<AggCall> calls;
  private final boolean emptyRow;
  private final EvalContext context;
  private final HeldMemory memory;
  private final GroupKeys groups;
  private final List<Column> columns;
  private int[] groupOf = new int[0];
  private Optional<Batch> result = Optional.empty();
  private int answered;

  public AggregationExecutor(
      Executor child, Operator.Aggregation aggregation, boolean emptyRow, EvalContext context) {
    this.child = child;
    this.keys = aggregation.groupBy();
    this.calls = aggregation.calls();
    this.emptyRow = emptyRow && keys.isEmpty();
    this.context = context;
    this.memory = new HeldMemory(context.memory());
    this.groups = new GroupKeys(keys.stream().map(Expr::type).toList());
    this.columns = calls.stream().map(call -> Column.of(call, context)).toList();
  }

  /// One aggregate as it runs.
  private record Column(
      Accumulator accumulator, Optional<DistinctRows> distinct, List<Expr> args, int distinctArgs) {

    static Column of(AggCall call, EvalContext context) {
      List<Expr> args = new ArrayList<>(call.args());
      call.order().forEach(key -> args.add(key.expr()));
      return new Column(
          Accumulators.of(call, context),
          call.distinct() ? Optional.of(new DistinctRows(call.args())) : Optional.empty(),
          args,
          call.args().size());
    }

    void add(Batch batch, int[] groupOf, int groups, EvalContext context) {
      Vector[] values = vectors(args, batch, context);
      if (distinct.isEmpty()) {
        accumulator.add(values, batch.rows(), groupOf, groups);
      } else {
        distinct.get().add(values, distinctArgs, batch.rows(), groupOf, groups, accumulator);
      }
    }

    long bytes() {
      return accumulator.bytes() + distinct.map(DistinctRows::bytes).orElse(0L);
    }
  }

  @Override
  public Optional<Batch> next() {
    if (result.isEmpty()) {
      result = Optional.of(aggregate());
    }
    Batch all = result.get();
    if (answered >= all.rows()) {
      return Optional.empty();
    }
    boolean whole = all.rows() <= Batch.MAX_ROWS;
    Batch part = whole ? all : all.range(answered, Batch.MAX_ROWS);
    answered += part.rows();
    return Optional.of(part);
  }

  private Batch aggregate() {
    boolean any = false;
    for (Optional<Batch> batch = child.next(); batch.isPresent(); batch = child.next()) {
      if (batch.get().rows() > 0) {
        any = true;
        add(batch.get());
      }
    }
    int count = keys.isEmpty() ? (any || emptyRow ? 1 : 0) : groups.size();
    List<Vector> vectors = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      VectorBuilder out = new VectorBuilder(calls.get(i).type(), count);
      for (int group = 0; group < count; group++) {
        columns.get(i).accumulator().finish(group, out);
      }
      vectors.add(out.build());
    }
    vectors.addAll(groups.build());
    return new Batch(vectors, count);
  }

  private void add(Batch batch) {
    if (groupOf.length < batch.rows()) {
      groupOf = new int[batch.rows()];
    }
    int count = 1;
    if (!keys.isEmpty()) {
      groups.number(vectors(keys, batch, context), batch.rows(), groupOf);
      count = groups.size();
    }
    long bytes = groups.bytes();
    for (Column column : columns) {
      column.add(batch, groupOf, count, context);
      bytes += column.bytes();
    }
    memory.grow(bytes);
  }

  private static Vector[] vectors(List<Expr> exprs, Batch batch, EvalContext context) {
    Vector[] vectors = new Vector[exprs.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = exprs.get(i).eval(batch, context);
    }
    return vectors;
  }

  @Override
  public void close() {
    child.close();
    memory.release();
  }
}

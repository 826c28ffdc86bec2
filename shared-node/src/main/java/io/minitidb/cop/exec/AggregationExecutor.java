package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Groups by hash. The output is the aggregates, then the keys, groups in the order of their first
/// row. Without keys an empty input gives no row on a node and one row at the root, see `emptyRow`.
public final class AggregationExecutor implements Executor {
  private final Executor child;
  private final Operator.Aggregation aggregation;
  private final boolean emptyRow;
  private final EvalContext context;
  private Optional<List<Batch>> result = Optional.empty();

  public AggregationExecutor(
      Executor child, Operator.Aggregation aggregation, boolean emptyRow, EvalContext context) {
    this.child = child;
    this.aggregation = aggregation;
    this.emptyRow = emptyRow && aggregation.groupBy().isEmpty();
    this.context = context;
  }

  @Override
  public Optional<Batch> next() {
    if (result.isEmpty()) {
      result = Optional.of(new ArrayList<>(aggregate()));
    }
    List<Batch> left = result.get();
    return left.isEmpty() ? Optional.empty() : Optional.of(left.removeFirst());
  }

  private List<Batch> aggregate() {
    List<Expr> keys = aggregation.groupBy();
    GroupKeys groups = new GroupKeys(keys.stream().map(Expr::type).toList());
    List<AggCall> calls = aggregation.calls();
    List<Accumulator> accumulators = calls.stream().map(Accumulator::of).toList();
    List<Optional<GroupKeys>> seen = calls.stream().map(AggregationExecutor::distinct).toList();
    boolean any = false;
    for (Optional<Batch> batch = child.next(); batch.isPresent(); batch = child.next()) {
      any |= batch.get().rows() > 0;
      add(batch.get(), groups, accumulators, seen);
    }
    int count = keys.isEmpty() ? (any || emptyRow ? 1 : 0) : groups.size();
    if (count == 0) {
      return Collections.emptyList();
    }
    List<Vector> columns = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      VectorBuilder out = new VectorBuilder(calls.get(i).type(), count);
      for (int group = 0; group < count; group++) {
        accumulators.get(i).finish(group, out);
      }
      columns.add(out.build());
    }
    columns.addAll(groups.build());
    return split(new Batch(columns, count));
  }

  private static Optional<GroupKeys> distinct(AggCall call) {
    if (!call.distinct()) {
      return Optional.empty();
    }
    List<Type> types = new ArrayList<>(call.args().stream().map(Expr::type).toList());
    types.add(Type.BIGINT);
    return Optional.of(new GroupKeys(types));
  }

  private void add(
      Batch batch,
      GroupKeys groups,
      List<Accumulator> accumulators,
      List<Optional<GroupKeys>> seen) {
    Vector[] keys = vectors(aggregation.groupBy(), batch);
    int[] groupOf = new int[batch.rows()];
    if (keys.length > 0) {
      for (int row = 0; row < batch.rows(); row++) {
        groupOf[row] = groups.groupOf(keys, row);
      }
    }
    for (int i = 0; i < accumulators.size(); i++) {
      Vector[] args = vectors(aggregation.calls().get(i).args(), batch);
      Accumulator accumulator = accumulators.get(i);
      for (int row = 0; row < batch.rows(); row++) {
        if (seen.get(i).isEmpty() || isNew(seen.get(i).get(), args, groupOf[row], row)) {
          accumulator.add(groupOf[row], args, row);
        }
      }
    }
  }

  private static boolean isNew(GroupKeys seen, Vector[] args, int group, int row) {
    VectorBuilder number = new VectorBuilder(Type.BIGINT, 1);
    number.appendLong(group);
    Vector[] keys = java.util.Arrays.copyOf(args, args.length + 1);
    keys[args.length] = number.buildConstant();
    int before = seen.size();
    return seen.groupOf(keys, row) == before;
  }

  private Vector[] vectors(List<Expr> exprs, Batch batch) {
    return exprs.stream().map(expr -> expr.eval(batch, context)).toArray(Vector[]::new);
  }

  private static List<Batch> split(Batch all) {
    if (all.rows() <= Batch.MAX_ROWS) {
      return List.of(all);
    }
    List<Batch> parts = new ArrayList<>();
    for (int from = 0; from < all.rows(); from += Batch.MAX_ROWS) {
      int count = Math.min(Batch.MAX_ROWS, all.rows() - from);
      parts.add(all.take(IntStream.range(from, from + count).toArray(), count));
    }
    return parts;
  }

  @Override
  public void close() {
    child.close();
  }
}

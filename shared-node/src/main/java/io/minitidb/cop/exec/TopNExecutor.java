package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sorts its input and passes the first `limit` rows; with an unbounded limit it is a full sort.
/// Equal rows keep their order. An input that comes in order is read only as far as it is needed.
public final class TopNExecutor implements Executor {
  private final Executor child;
  private final List<Type> types;
  private final RowOrder order;
  private final long limit;
  private final Frontier frontier;
  private List<RowOrder.Row> sorted = List.of();
  private final HeldMemory memory;
  private int position = -1;

  public TopNExecutor(
      Executor child, List<Type> types, List<SortKey> keys, long limit, EvalContext context) {
    this(child, types, keys, limit, Frontier.NONE, context);
  }

  /// @param frontier how far the input has come in the order of the first key
  public TopNExecutor(
      Executor child,
      List<Type> types,
      List<SortKey> keys,
      long limit,
      Frontier frontier,
      EvalContext context) {
    this.frontier = frontier;
    this.child = child;
    this.types = List.copyOf(types);
    this.order = new RowOrder(keys, context);
    this.limit = limit;
    this.memory = new HeldMemory(context.memory());
  }

  @Override
  public Optional<Batch> next() {
    if (position < 0) {
      sorted = sort();
      position = 0;
    }
    if (position >= sorted.size()) {
      return Optional.empty();
    }
    int end = Math.min(position + Batch.MAX_ROWS, sorted.size());
    Batch batch = gather(sorted.subList(position, end));
    position = end;
    return Optional.of(batch);
  }

  private List<RowOrder.Row> sort() {
    List<RowOrder.Row> rows = new ArrayList<>();
    long bound =
        limit > Integer.MAX_VALUE / 4
            ? Integer.MAX_VALUE
            : Math.max(2 * limit, 4L * Batch.MAX_ROWS);
    for (Optional<Batch> batch = child.next(); batch.isPresent(); batch = child.next()) {
      RowOrder.Keyed keyed = order.key(batch.get());
      memory.hold(keyed.batch().size() + 32L * keyed.batch().rows());
      for (int row = 0; row < batch.get().rows(); row++) {
        rows.add(new RowOrder.Row(keyed, row));
      }
      if (rows.size() >= bound) {
        // Cutting now and then keeps memory at a few times the limit; the copy lets go of the
        // batches behind the lost rows.
        RowOrder.Keyed kept = order.key(gather(first(rows)));
        rows = new ArrayList<>();
        memory.release();
        memory.hold(kept.batch().size() + 32L * kept.batch().rows());
        for (int row = 0; row < kept.batch().rows(); row++) {
          rows.add(new RowOrder.Row(kept, row));
        }
      }
      if (isComplete(rows)) {
        child.close();
        break;
      }
    }
    return first(rows);
  }

  /// Returns whether the first `limit` rows are among `rows`, which it may sort. Sorting what is
  /// sorted but for its end is cheap, and without a frontier it is not done at all.
  private boolean isComplete(List<RowOrder.Row> rows) {
    if (frontier.equals(Frontier.NONE) || rows.size() < limit) {
      return false;
    }
    if (limit <= 0) {
      return true;
    }
    rows.sort(order);
    RowOrder.Row last = rows.get((int) limit - 1);
    return frontier.hasPassed(last.source().keys()[0], last.row());
  }

  private List<RowOrder.Row> first(List<RowOrder.Row> rows) {
    rows.sort(order);
    return rows.subList(0, (int) Math.min(limit, rows.size()));
  }

  private Batch gather(List<RowOrder.Row> rows) {
    List<VectorBuilder> builders =
        types.stream().map(type -> new VectorBuilder(type, rows.size())).toList();
    for (RowOrder.Row row : rows) {
      for (int i = 0; i < builders.size(); i++) {
        builders.get(i).append(row.source().batch().column(i), row.row());
      }
    }
    return new Batch(builders.stream().map(VectorBuilder::build).toList(), rows.size());
  }

  @Override
  public void close() {
    child.close();
    memory.release();
  }
}

package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Gather;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Adds a column per window call behind those of its input. Reads everything and sorts it by
/// partition and order, which is the order of its output too.
public final class WindowExecutor implements Executor {
  private final Executor child;
  private final List<Type> types;
  private final WindowSpec spec;
  private final EvalContext context;
  private final HeldMemory memory;
  private Optional<Batch> result = Optional.empty();
  private int answered;

  /// @param types of the rows of `child`
  public WindowExecutor(Executor child, List<Type> types, WindowSpec spec, EvalContext context) {
    this.child = child;
    this.types = List.copyOf(types);
    this.spec = spec;
    this.context = context;
    this.memory = new HeldMemory(context.memory());
  }

  @Override
  public Optional<Batch> next() {
    if (result.isEmpty()) {
      result = Optional.of(computed());
    }
    Batch all = result.get();
    if (answered >= all.rows()) {
      return Optional.empty();
    }
    Batch part = all.range(answered, Batch.MAX_ROWS);
    answered += part.rows();
    return Optional.of(part);
  }

  private Batch computed() {
    Batch rows = sorted(Collected.all(child, types, memory));
    List<SortKey> partition =
        spec.partition().stream().map(key -> new SortKey(key, false)).toList();
    int[] partitionEnds = ends(rows, partition, new int[] {rows.rows()});
    int[] peerEnds = ends(rows, spec.order(), partitionEnds);
    List<VectorBuilder> out =
        spec.calls().stream().map(call -> new VectorBuilder(call.type(), rows.rows())).toList();
    List<WindowColumn> columns =
        spec.calls().stream().map(call -> WindowColumn.of(call, rows, context)).toList();
    FrameBounds bounds = new FrameBounds(spec, rows, context);
    int peers = 0;
    int from = 0;
    for (int end : partitionEnds) {
      int first = peers;
      while (peers < peerEnds.length && peerEnds[peers] <= end) {
        peers++;
      }
      Partition place = new Partition(from, end, Arrays.copyOfRange(peerEnds, first, peers));
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).append(place, bounds, out.get(i));
      }
      from = end;
    }
    List<Vector> vectors = new ArrayList<>(rows.columns());
    out.forEach(column -> vectors.add(column.build()));
    return new Batch(vectors, rows.rows());
  }

  private Batch sorted(Batch all) {
    List<SortKey> keys =
        Stream.concat(
                spec.partition().stream().map(key -> new SortKey(key, false)),
                spec.order().stream())
            .toList();
    RowOrder order = new RowOrder(keys, context);
    RowOrder.Keyed keyed = order.key(all);
    List<RowOrder.Row> rows = new ArrayList<>();
    for (int row = 0; row < all.rows(); row++) {
      rows.add(new RowOrder.Row(keyed, row));
    }
    memory.hold(32L * rows.size());
    rows.sort(order);
    int[] selected = rows.stream().mapToInt(RowOrder.Row::row).toArray();
    List<Vector> columns =
        all.columns().stream().map(column -> Gather.rows(column, selected, all.rows())).toList();
    return new Batch(columns, all.rows());
  }

  /// Returns where runs of equal keys end; a run ends at each of `breaks` too.
  private int[] ends(Batch rows, List<SortKey> keys, int[] breaks) {
    RowOrder order = new RowOrder(keys, context);
    RowOrder.Keyed keyed = order.key(rows);
    List<Integer> ends = new ArrayList<>();
    int at = 0;
    for (int row = 1; row <= rows.rows(); row++) {
      boolean broken = row == breaks[at];
      at += broken ? 1 : 0;
      if (broken
          || order.compare(new RowOrder.Row(keyed, row - 1), new RowOrder.Row(keyed, row)) != 0) {
        ends.add(row);
      }
    }
    return ends.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public void close() {
    child.close();
    memory.release();
  }
}

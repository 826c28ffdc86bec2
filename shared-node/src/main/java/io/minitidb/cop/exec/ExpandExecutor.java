package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Repeats every row once per grouping set. Behind the columns of the input stand the keys, NULL
/// where the set does not have them, and the number of the set; grouping by those gives GROUPING
/// SETS and ROLLUP.
public final class ExpandExecutor implements Executor {
  private final Executor child;
  private final List<Integer> keys;
  private final List<List<Integer>> sets;
  private Optional<Batch> current = Optional.empty();
  private int set;

  /// @param keys positions of the keys in the input
  /// @param sets which of the keys each set has, as positions in the input
  public ExpandExecutor(Executor child, List<Integer> keys, List<List<Integer>> sets) {
    this.child = child;
    this.keys = List.copyOf(keys);
    this.sets = List.copyOf(sets);
  }

  @Override
  public Optional<Batch> next() {
    if (current.isEmpty() || set == sets.size()) {
      current = child.next();
      set = 0;
    }
    return current.map(batch -> expanded(batch, set++));
  }

  private Batch expanded(Batch batch, int set) {
    List<Vector> columns = new ArrayList<>(batch.columns());
    for (int key : keys) {
      Vector column = batch.column(key);
      columns.add(sets.get(set).contains(key) ? column : nulls(column.type()));
    }
    VectorBuilder number = new VectorBuilder(Type.BIGINT, 1);
    number.appendLong(set);
    columns.add(number.buildConstant());
    return Batch.of(columns, batch.rows());
  }

  private static Vector nulls(Type type) {
    VectorBuilder out = new VectorBuilder(type, 1);
    out.appendNull();
    return out.buildConstant();
  }

  @Override
  public void close() {
    child.close();
  }
}

package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Joins two inputs. The right one is read whole and, when there are key expressions, put into a
/// hash table; the left one streams. A NULL key matches nothing.
public final class JoinExecutor implements Executor {
  private static final List<Integer> NONE = List.of();

  private final Executor left;
  private final Executor right;
  private final Spec spec;
  private final EvalContext context;
  private Optional<Built> built = Optional.empty();

  /// What is joined with what.
  ///
  /// @param leftKeys over the left row, each equal to the right key at its place and of the same
  ///   kind
  /// @param conditions over left and right row together, what the keys do not say
  public record Spec(
      Kind kind,
      List<Type> leftTypes,
      List<Type> rightTypes,
      List<Expr> leftKeys,
      List<Expr> rightKeys,
      List<Expr> conditions) {}

  /// What becomes of left rows: INNER keeps the pairs, LEFT adds those without a partner, SEMI
  /// keeps those that have one and ANTI those that have none, both without right columns.
  public enum Kind {
    INNER,
    LEFT,
    SEMI,
    ANTI
  }

  public JoinExecutor(Executor left, Executor right, Spec spec, EvalContext context) {
    this.left = left;
    this.right = right;
    this.spec = spec;
    this.context = context;
  }

  /// All right rows in one batch, and where each key stands.
  private record Built(Batch rows, Map<RowKey, List<Integer>> byKey, List<Integer> all) {}

  @Override
  public Optional<Batch> next() {
    if (built.isEmpty()) {
      built = Optional.of(build());
    }
    Built table = built.get();
    return left.next().map(batch -> join(batch, table));
  }

  private Built build() {
    List<VectorBuilder> columns =
        spec.rightTypes().stream().map(type -> new VectorBuilder(type, 64)).toList();
    int rows = 0;
    for (Optional<Batch> batch = right.next(); batch.isPresent(); batch = right.next()) {
      for (int i = 0; i < columns.size(); i++) {
        for (int row = 0; row < batch.get().rows(); row++) {
          columns.get(i).append(batch.get().column(i), row);
        }
      }
      rows += batch.get().rows();
    }
    Batch all = new Batch(columns.stream().map(VectorBuilder::build).toList(), rows);
    Vector[] keys = vectors(spec.rightKeys(), all);
    Map<RowKey, List<Integer>> byKey = new HashMap<>();
    List<Integer> numbers = new ArrayList<>();
    RowKey.Reader reader = new RowKey.Reader();
    for (int row = 0; row < rows; row++) {
      numbers.add(row);
      if (keys.length > 0 && !anyNull(keys, row)) {
        byKey.computeIfAbsent(reader.read(keys, row), key -> new ArrayList<>()).add(row);
      }
    }
    return new Built(all, byKey, numbers);
  }

  private Batch join(Batch batch, Built table) {
    Vector[] keys = vectors(spec.leftKeys(), batch);
    RowKey.Reader reader = new RowKey.Reader();
    List<int[]> pairs = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      List<Integer> partners =
          keys.length == 0
              ? table.all()
              : anyNull(keys, row)
                  ? NONE
                  : table.byKey().getOrDefault(reader.read(keys, row), NONE);
      for (int partner : partners) {
        pairs.add(new int[] {row, partner});
      }
    }
    List<int[]> holding = spec.conditions().isEmpty() ? pairs : holding(pairs, batch, table.rows());
    return switch (spec.kind()) {
      case INNER -> pairUp(holding, batch, table.rows());
      case LEFT -> pairUp(withLonely(holding, batch.rows()), batch, table.rows());
      case SEMI -> having(batch, holding, true);
      case ANTI -> having(batch, holding, false);
    };
  }

  private List<int[]> holding(List<int[]> pairs, Batch leftRows, Batch rightRows) {
    Batch joined = pairUp(pairs, leftRows, rightRows);
    boolean[] holds = new boolean[pairs.size()];
    java.util.Arrays.fill(holds, true);
    for (Expr condition : spec.conditions()) {
      Vector value = condition.eval(joined, context);
      for (int i = 0; i < holds.length; i++) {
        holds[i] &= !value.isNull(i) && value.getLong(i) != 0;
      }
    }
    List<int[]> kept = new ArrayList<>();
    for (int i = 0; i < holds.length; i++) {
      if (holds[i]) {
        kept.add(pairs.get(i));
      }
    }
    return kept;
  }

  /// Adds (row, -1) for every left row without a partner; left order is kept.
  private static List<int[]> withLonely(List<int[]> pairs, int rows) {
    List<int[]> all = new ArrayList<>();
    int at = 0;
    for (int row = 0; row < rows; row++) {
      int before = at;
      while (at < pairs.size() && pairs.get(at)[0] == row) {
        all.add(pairs.get(at++));
      }
      if (at == before) {
        all.add(new int[] {row, -1});
      }
    }
    return all;
  }

  private Batch pairUp(List<int[]> pairs, Batch leftRows, Batch rightRows) {
    List<Vector> columns = new ArrayList<>();
    for (int i = 0; i < spec.leftTypes().size(); i++) {
      VectorBuilder out = new VectorBuilder(spec.leftTypes().get(i), pairs.size());
      for (int[] pair : pairs) {
        out.append(leftRows.column(i), pair[0]);
      }
      columns.add(out.build());
    }
    for (int i = 0; i < spec.rightTypes().size(); i++) {
      VectorBuilder out = new VectorBuilder(spec.rightTypes().get(i), pairs.size());
      for (int[] pair : pairs) {
        if (pair[1] < 0) {
          out.appendNull();
        } else {
          out.append(rightRows.column(i), pair[1]);
        }
      }
      columns.add(out.build());
    }
    return new Batch(columns, pairs.size());
  }

  private static Batch having(Batch batch, List<int[]> pairs, boolean wanted) {
    boolean[] has = new boolean[batch.rows()];
    pairs.forEach(pair -> has[pair[0]] = true);
    int[] selected = new int[batch.rows()];
    int count = 0;
    for (int row = 0; row < has.length; row++) {
      if (has[row] == wanted) {
        selected[count++] = row;
      }
    }
    return batch.take(selected, count);
  }

  private Vector[] vectors(List<Expr> exprs, Batch batch) {
    return exprs.stream().map(expr -> expr.eval(batch, context)).toArray(Vector[]::new);
  }

  private static boolean anyNull(Vector[] keys, int row) {
    for (Vector key : keys) {
      if (key.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    left.close();
    right.close();
  }
}

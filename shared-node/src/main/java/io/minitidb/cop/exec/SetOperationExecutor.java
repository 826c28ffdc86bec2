package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.EvalContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// INTERSECT and EXCEPT, with and without ALL. Keeps the distinct rows and how often the right
/// input has each, then streams the left one. NULLs are equal to each other.
public final class SetOperationExecutor implements Executor {

  public enum Kind {
    INTERSECT,
    EXCEPT
  }

  private final Executor left;
  private final Executor right;
  private final Kind kind;
  private final boolean all;
  private final GroupKeys rows;
  private final HeldMemory memory;
  private long[] counts = new long[0];
  private boolean built;

  /// @param types of the rows of both inputs
  public SetOperationExecutor(
      Executor left,
      Executor right,
      Kind kind,
      boolean all,
      List<Type> types,
      EvalContext context) {
    this.left = left;
    this.right = right;
    this.kind = kind;
    this.all = all;
    this.rows = new GroupKeys(types);
    this.memory = new HeldMemory(context.memory());
  }

  @Override
  public Optional<Batch> next() {
    if (!built) {
      built = true;
      for (Optional<Batch> batch = right.next(); batch.isPresent(); batch = right.next()) {
        for (int row : numbers(batch.get())) {
          counts[row]++;
        }
      }
    }
    return left.next().map(this::kept);
  }

  private int[] numbers(Batch batch) {
    int[] numbers = new int[batch.rows()];
    rows.number(batch.columns().toArray(Vector[]::new), batch.rows(), numbers);
    counts = Arrays.copyOf(counts, Accumulator.grown(counts.length, rows.size()));
    memory.grow(rows.bytes() + 8L * counts.length);
    return numbers;
  }

  private Batch kept(Batch batch) {
    int[] numbers = numbers(batch);
    int[] selected = new int[numbers.length];
    int count = 0;
    for (int row = 0; row < numbers.length; row++) {
      if (passes(numbers[row])) {
        selected[count++] = row;
      }
    }
    return batch.take(selected, count);
  }

  /// With ALL each right row settles one left row; without it the first left row settles its like.
  private boolean passes(int row) {
    boolean matched = counts[row] > 0;
    if (all) {
      counts[row] -= matched ? 1 : 0;
    } else {
      counts[row] = kind == Kind.INTERSECT ? 0 : 1;
    }
    return matched == (kind == Kind.INTERSECT);
  }

  @Override
  public void close() {
    left.close();
    right.close();
    memory.release();
  }
}

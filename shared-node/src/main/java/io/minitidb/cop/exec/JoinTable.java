package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The right rows of a join. Rows of one key form a chain, in their order; without keys all rows
/// are one chain.
final class JoinTable {
  static final int NONE = -1;

  private final Batch rows;
  private final Optional<GroupKeys> keys;
  private final int[] next;
  private final int[] first;

  private JoinTable(Batch rows, Optional<GroupKeys> keys, int[] next, int[] first) {
    this.rows = rows;
    this.keys = keys;
    this.next = next;
    this.first = first;
  }

  static JoinTable read(
      Executor right, JoinExecutor.Spec spec, EvalContext context, HeldMemory memory) {
    Batch all = Collected.all(right, spec.rightTypes(), memory);
    int[] next = new int[all.rows()];
    if (spec.rightKeys().isEmpty()) {
      Arrays.setAll(next, row -> row + 1 < next.length ? row + 1 : NONE);
      return new JoinTable(all, Optional.empty(), next, new int[] {next.length > 0 ? 0 : NONE});
    }
    Vector[] vectors =
        spec.rightKeys().stream().map(key -> key.eval(all, context)).toArray(Vector[]::new);
    GroupKeys keys = new GroupKeys(types(spec.rightKeys()), sameSign(spec));
    int[] groupOf = new int[all.rows()];
    keys.number(vectors, all.rows(), groupOf);
    int[] first = new int[keys.size()];
    Arrays.fill(first, NONE);
    for (int row = all.rows() - 1; row >= 0; row--) {
      next[row] = first[groupOf[row]];
      first[groupOf[row]] = row;
    }
    memory.hold(keys.bytes() + 4L * (next.length + first.length));
    return new JoinTable(all, Optional.of(keys), next, first);
  }

  private static List<Type> types(List<Expr> exprs) {
    return exprs.stream().map(Expr::type).toList();
  }

  private static boolean sameSign(JoinExecutor.Spec spec) {
    boolean left = spec.leftKeys().getFirst().type().unsigned();
    return left == spec.rightKeys().getFirst().type().unsigned();
  }

  Batch rows() {
    return rows;
  }

  /// Returns the first partner of a left row, or NONE.
  int first(Vector[] leftKeys, int row) {
    if (keys.isEmpty()) {
      return first[0];
    }
    for (Vector key : leftKeys) {
      if (key.isNull(row)) {
        return NONE;
      }
    }
    int group = keys.get().find(leftKeys, row);
    return group == GroupKeys.ABSENT ? NONE : first[group];
  }

  /// Returns the partner behind `row`, or NONE.
  int after(int row) {
    return next[row];
  }
}

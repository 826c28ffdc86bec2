package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Gather;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Joins two inputs. The right one is read whole and, when there are key expressions, put into a
/// hash table; the left one streams. A NULL key matches nothing. However many partners a row has, a
/// batch has at most [Batch#MAX_ROWS] rows.
public final class JoinExecutor implements Executor {
  private final Executor left;
  private final Executor right;
  private final Spec spec;
  private final EvalContext context;
  private final HeldMemory memory;
  private final int[] leftRows = new int[Batch.MAX_ROWS];
  private final int[] rightRows = new int[Batch.MAX_ROWS];
  private Optional<JoinTable> table = Optional.empty();
  private Optional<Probe> probe = Optional.empty();

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
      List<Expr> conditions) {

    /// Returns the types of the rows that the join gives.
    public List<Type> output() {
      if (kind == Kind.SEMI || kind == Kind.ANTI) {
        return leftTypes;
      }
      return Stream.concat(leftTypes.stream(), rightTypes.stream()).toList();
    }

    Stream<Expr> exprs() {
      return Stream.of(leftKeys, rightKeys, conditions).flatMap(List::stream);
    }

    /// Returns whether nodes may compute it, see [Expr#isPushable()].
    public boolean isPushable() {
      return exprs().allMatch(Expr::isPushable);
    }

    /// Returns this with its expressions bound to a statement, see [Expr#bind(EvalContext)].
    public Spec bind(EvalContext context) {
      return new Spec(
          kind,
          leftTypes,
          rightTypes,
          Expr.bindAll(leftKeys, context),
          Expr.bindAll(rightKeys, context),
          Expr.bindAll(conditions, context));
    }
  }

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
    this.memory = new HeldMemory(context.memory());
  }

  @Override
  public Optional<Batch> next() {
    if (table.isEmpty()) {
      table = Optional.of(JoinTable.read(right, spec, context, memory));
    }
    while (true) {
      if (probe.isEmpty()) {
        probe = left.next().map(batch -> new Probe(batch, table.get(), keys(batch)));
        if (probe.isEmpty()) {
          return Optional.empty();
        }
      }
      Optional<Batch> batch = step(probe.get());
      if (probe.get().ended()) {
        probe = Optional.empty();
      }
      if (batch.isPresent()) {
        return batch;
      }
    }
  }

  private Vector[] keys(Batch batch) {
    return spec.leftKeys().stream().map(key -> key.eval(batch, context)).toArray(Vector[]::new);
  }

  /// Where the walk over the left rows of one batch and their partners stands.
  private static final class Probe {
    private final Batch batch;
    private final JoinTable table;
    private final Vector[] keys;
    private final boolean[] matched;
    private int row;
    private int partner;

    Probe(Batch batch, JoinTable table, Vector[] keys) {
      this.batch = batch;
      this.table = table;
      this.keys = keys;
      this.matched = new boolean[batch.rows()];
      this.partner = batch.rows() == 0 ? JoinTable.NONE : table.first(keys, 0);
    }

    boolean ended() {
      return row >= batch.rows();
    }

    /// Writes the next candidates, a row that has none (any more) as (row, NONE), so that each row
    /// ends with such a pair. Returns how many there are.
    int candidates(int[] left, int[] right, boolean oneIsEnough) {
      int count = 0;
      while (count < left.length && row < batch.rows()) {
        left[count] = row;
        right[count++] = partner;
        boolean enough = oneIsEnough && partner != JoinTable.NONE;
        if (partner == JoinTable.NONE || enough) {
          row++;
          partner = ended() ? JoinTable.NONE : table.first(keys, row);
        } else {
          partner = table.after(partner);
        }
      }
      return count;
    }
  }

  private Optional<Batch> step(Probe probe) {
    boolean filters = spec.kind() == Kind.SEMI || spec.kind() == Kind.ANTI;
    int count = probe.candidates(leftRows, rightRows, filters && spec.conditions().isEmpty());
    boolean[] holds = holding(probe, count);
    for (int i = 0; i < count; i++) {
      probe.matched[leftRows[i]] |= holds[i];
    }
    if (filters) {
      return probe.ended() ? Optional.of(having(probe)) : Optional.empty();
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      boolean lonely =
          rightRows[i] == JoinTable.NONE && spec.kind() == Kind.LEFT && !probe.matched[leftRows[i]];
      if (holds[i] || lonely) {
        leftRows[kept] = leftRows[i];
        rightRows[kept++] = rightRows[i];
      }
    }
    return kept == 0 ? Optional.empty() : Optional.of(pairUp(probe, kept));
  }

  /// Returns which candidates are pairs for which all conditions are true.
  private boolean[] holding(Probe probe, int count) {
    boolean[] holds = new boolean[count];
    for (int i = 0; i < count; i++) {
      holds[i] = rightRows[i] != JoinTable.NONE;
    }
    if (!spec.conditions().isEmpty() && count > 0) {
      Batch joined = pairUp(probe, count);
      for (Expr condition : spec.conditions()) {
        Vector value = condition.eval(joined, context);
        for (int i = 0; i < count; i++) {
          holds[i] &= !value.isNull(i) && value.getLong(i) != 0;
        }
      }
    }
    return holds;
  }

  private Batch pairUp(Probe probe, int count) {
    List<Vector> columns = new ArrayList<>();
    for (Vector column : probe.batch.columns()) {
      columns.add(Gather.rows(column, leftRows, count));
    }
    for (Vector column : probe.table.rows().columns()) {
      columns.add(Gather.rows(column, rightRows, count));
    }
    return new Batch(columns, count);
  }

  private Batch having(Probe probe) {
    int[] selected = new int[probe.batch.rows()];
    int count = 0;
    for (int row = 0; row < selected.length; row++) {
      if (probe.matched[row] == (spec.kind() == Kind.SEMI)) {
        selected[count++] = row;
      }
    }
    return probe.batch.take(selected, count);
  }

  @Override
  public void close() {
    left.close();
    right.close();
    memory.release();
  }
}

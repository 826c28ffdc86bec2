package io.minitidb.tidb.plan;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.BatchesExecutor;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.SetOperationExecutor;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.tidb.exec.ExecContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs WITH RECURSIVE round by round; a round's rows are kept until the next one has read them.
final class RecursiveExecutor implements Executor {
  private final PlanNode.Recursive plan;
  private final ExecContext context;
  private Executor round;
  private List<Batch> made = new ArrayList<>();
  private List<Batch> seen = new ArrayList<>();
  private long held;
  private long rounds;

  RecursiveExecutor(PlanNode.Recursive plan, ExecContext context) {
    this.plan = plan;
    this.context = context;
    this.round = distinct(plan.seed().open(context));
  }

  @Override
  public Optional<Batch> next() {
    while (true) {
      Optional<Batch> batch = round.next();
      if (batch.isPresent()) {
        if (batch.get().rows() > 0) {
          keep(batch.get());
          return batch;
        }
        continue;
      }
      if (made.isEmpty()) {
        return Optional.empty();
      }
      begin();
    }
  }

  private void keep(Batch batch) {
    context.eval().memory().hold(batch.size());
    held += batch.size();
    made.add(batch);
  }

  private void begin() {
    rounds++;
    if (rounds > plan.limit()) {
      throw new EvalException(
          3636,
          "Recursive query aborted after "
              + rounds
              + " iterations. Try increasing @@cte_max_recursion_depth to a larger value.");
    }
    round.close();
    List<Batch> rows = made;
    if (!plan.all()) {
      seen.addAll(rows);
    }
    made = new ArrayList<>();
    round = distinct(WorkTables.fill(plan.step(), plan.name(), rows).open(context));
  }

  /// Without ALL: rows that never came before, each once.
  private Executor distinct(Executor rows) {
    return plan.all()
        ? rows
        : new SetOperationExecutor(
            rows,
            new BatchesExecutor(seen),
            SetOperationExecutor.Kind.EXCEPT,
            false,
            plan.types(),
            context.eval());
  }

  @Override
  public void close() {
    round.close();
    context.eval().memory().release(held);
    held = 0;
  }
}

package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Selections;
import java.util.List;
import java.util.Optional;

/// Keeps the rows for which all conditions are true; NULL is not true. Conditions are of kind INT.
public final class SelectionExecutor implements Executor {
  private final Executor child;
  private final List<Expr> conditions;
  private final EvalContext context;
  private long[] truth = new long[0];

  public SelectionExecutor(Executor child, List<Expr> conditions, EvalContext context) {
    this.child = child;
    this.conditions = conditions;
    this.context = context;
    if (conditions.stream().anyMatch(condition -> condition.type().kind() != Kind.INT)) {
      throw new IllegalArgumentException("a condition must be an integer expression");
    }
  }

  @Override
  public Optional<Batch> next() {
    return child.next().map(this::filter);
  }

  private Batch filter(Batch batch) {
    Batch rest = batch;
    for (Expr condition : conditions) {
      if (rest.rows() == 0) {
        break;
      }
      if (truth.length < rest.rows()) {
        truth = new long[rest.rows()];
      }
      int count = Selections.truth(condition, rest, context, truth);
      rest = count == rest.rows() ? rest : rest.where(truth, count);
    }
    return rest;
  }

  @Override
  public void close() {
    child.close();
  }
}

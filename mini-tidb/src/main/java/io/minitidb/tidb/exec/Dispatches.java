package io.minitidb.tidb.exec;

import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The dispatch of a plan for nodes with a statement's values in it. That of the values that came
/// last is kept, so that a repeated statement sends bytes that are there already. Thread-safe.
public final class Dispatches {
  private final NodeChoice choice;
  private final Dag dag;
  private final boolean ofTheMoment;
  private volatile @Nullable Last last;

  private record Last(List<Expr.Constant> values, Dispatch dispatch) {}

  public Dispatches(NodeChoice choice, Dag dag) {
    this.choice = choice;
    this.dag = dag;
    this.ofTheMoment = dag.isOfTheMoment();
  }

  /// Returns the dispatch for the values of this statement.
  @SuppressWarnings("ReferenceEquality") // the same values come in the same list
  public Dispatch of(EvalContext eval) {
    Last before = last;
    if (before == null || ofTheMoment || before.values() != eval.parameters()) {
      before = new Last(eval.parameters(), new Dispatch(choice, dag.bind(eval)));
      last = before;
    }
    return before.dispatch();
  }
}

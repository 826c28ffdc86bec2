package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import java.util.List;
import java.util.Optional;

/// Computes one vector per expression.
public record ProjectionExecutor(Executor child, List<Expr> exprs, EvalContext context)
    implements Executor {

  @Override
  public Optional<Batch> next() {
    return child
        .next()
        .map(batch ->
            Batch.of(exprs.stream().map(expr -> expr.eval(batch, context)).toList(), batch.rows()));
  }

  @Override
  public void close() {
    child.close();
  }
}

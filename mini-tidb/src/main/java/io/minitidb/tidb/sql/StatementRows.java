package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import java.util.Optional;

/// The rows of a statement. At their end the session has all warnings that computing them raised.
final class StatementRows implements Executor {
  private final Executor rows;
  private final EvalContext eval;
  private final Session session;
  private long count;
  private boolean ended;

  StatementRows(Executor rows, EvalContext eval, Session session) {
    this.rows = rows;
    this.eval = eval;
    this.session = session;
  }

  @Override
  public Optional<Batch> next() {
    try {
      Optional<Batch> batch = rows.next();
      if (batch.isEmpty()) {
        end();
      } else {
        count += batch.get().rows();
      }
      return batch;
    } catch (EvalException e) {
      throw new SqlException(e.code(), String.valueOf(e.getMessage()), e);
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      session.found(count);
      eval.warnings()
          .forEach(warning -> session.warn("Warning", warning.code(), warning.message()));
    }
  }

  @Override
  public void close() {
    end();
    rows.close();
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The rows of a statement. At their end the session has all warnings that computing them raised.
final class StatementRows implements Executor {
  private final Executor rows;
  private final Supplier<List<EvalContext.Warning>> warnings;
  private final Session session;
  private long count;
  private boolean ended;

  /// @param warnings gives those that computing the rows raised
  StatementRows(Executor rows, Supplier<List<EvalContext.Warning>> warnings, Session session) {
    this.rows = rows;
    this.warnings = warnings;
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
      warnings
          .get()
          .forEach(warning -> session.warnings().add("Warning", warning.code(), warning.message()));
    }
  }

  @Override
  public void close() {
    end();
    rows.close();
  }
}

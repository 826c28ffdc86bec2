package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import io.minitidb.tidb.session.Session;
import java.util.List;
import java.util.Optional;

/// Rows of which the last one goes into user variables.
final class AssigningRows implements Executor {
  private final Executor rows;
  private final Session session;
  private final List<SelectForm.Assigned> columns;

  AssigningRows(Executor rows, Session session, List<SelectForm.Assigned> columns) {
    this.rows = rows;
    this.session = session;
    this.columns = columns;
  }

  @Override
  public Optional<Batch> next() {
    Optional<Batch> next = rows.next();
    next.filter(batch -> batch.rows() > 0).ifPresent(this::assign);
    return next;
  }

  private void assign(Batch batch) {
    for (SelectForm.Assigned each : columns) {
      session.setUserVariable(
          each.variable(), VariableValues.of(batch.column(each.column()), batch.rows() - 1));
    }
  }

  @Override
  public void close() {
    rows.close();
  }
}

package io.minitidb.tidb.plan;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Executor;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.exec.ExecContext;
import io.minitidb.wire.CopAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A plan over a table of the connected node: no call, and a failure is the statement's.
final class LocalScan implements Executor {
  private final Dag dag;
  private final ExecContext context;
  private Optional<Deque<Batch>> rows = Optional.empty();

  LocalScan(Dag dag, ExecContext context) {
    this.dag = dag;
    this.context = context;
  }

  @Override
  public Optional<Batch> next() {
    if (rows.isEmpty()) {
      rows = Optional.of(run());
    }
    return Optional.ofNullable(rows.get().poll());
  }

  private Deque<Batch> run() {
    return switch (context
        .local()
        .run(dag, context.user(), context.eval().zone(), context.nodeTimeout())) {
      case CopAnswer.Rows answer -> {
        answer
            .warnings()
            .forEach(warning -> context.warn().accept(warning.code(), warning.message()));
        yield new ArrayDeque<>(answer.batches());
      }
      case CopAnswer.StatementError error ->
          throw new SqlException(error.code(), error.message(), null);
      case CopAnswer.Refused refused -> throw new SqlException(SqlError.UNKNOWN, refused.reason());
      case CopAnswer.WrongStore wrong ->
          throw new IllegalStateException("a local plan addressed a store");
    };
  }
}

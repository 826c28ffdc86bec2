package io.minitidb.tidb.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.wire.CopAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A plan over a table of the connected node: no call, and a failure is the statement's.
public final class LocalScan implements Executor {
  private final Object gather;
  private final Dispatch dispatch;
  private final ExecContext context;
  private final Deque<Batch> ready = new ArrayDeque<>();
  private boolean started;

  /// @param gather the plan node that this executes
  public LocalScan(Object gather, Dispatch dispatch, ExecContext context) {
    this.gather = gather;
    this.dispatch = dispatch;
    this.context = context;
  }

  @Override
  public Optional<Batch> next() {
    if (!started) {
      started = true;
      run();
    }
    return Optional.ofNullable(ready.poll());
  }

  private void run() {
    switch (context.local().run(dispatch.local(context), context.eval(), this::keep)) {
      case CopAnswer.Rows answer -> {
        keep(answer.batches());
        context.analysis().ifPresent(a -> a.addLocal(gather, answer.summaries()));
      }
      case CopAnswer.DatumRows datums ->
          throw new IllegalStateException("a local plan asked for datums");
      case CopAnswer.StatementError error ->
          throw new SqlException(error.code(), error.message(), null);
      case CopAnswer.Refused refused -> {
        // A scan that is killed or out of time ends as one that refuses.
        context.limits().check();
        throw new SqlException(SqlError.UNKNOWN, refused.reason());
      }
      case CopAnswer.TooLarge large -> throw context.limits().quota().exceeded();
      case CopAnswer.WrongStore wrong ->
          throw new IllegalStateException("a local plan addressed a store");
    }
  }

  private boolean keep(List<Batch> batches) {
    batches.forEach(batch -> context.limits().quota().hold(batch.size()));
    ready.addAll(batches);
    return true;
  }
}

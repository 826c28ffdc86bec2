package io.minitidb.tidb.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import java.util.Optional;

/// Ends a statement that was killed or whose time is over, between two batches.
record InterruptibleExecutor(Executor child, Limits limits) implements Executor {
  @Override
  public Optional<Batch> next() {
    limits.check();
    return child.next();
  }

  @Override
  public void close() {
    child.close();
  }
}

package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Passes batches that are there already.
public final class BatchesExecutor implements Executor {
  private final Iterator<Batch> batches;

  public BatchesExecutor(List<Batch> batches) {
    this.batches = batches.iterator();
  }

  @Override
  public Optional<Batch> next() {
    return batches.hasNext() ? Optional.of(batches.next()) : Optional.empty();
  }
}

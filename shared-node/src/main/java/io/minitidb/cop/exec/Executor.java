package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import java.util.Optional;

/// Produces batches until there are no more. A batch without rows is not the end. Not thread-safe.
public interface Executor extends AutoCloseable {

  /// Returns the next batch, or empty when the rows have ended.
  Optional<Batch> next();

  /// Frees what the executor holds and stops the work behind it; may be called before the end and
  /// more than once.
  @Override
  default void close() {}
}

package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import java.util.Optional;

/// Skips `offset` rows, passes `limit` rows, then closes its child so that outstanding work stops.
public final class LimitExecutor implements Executor {
  private final Executor child;
  private long toSkip;
  private long left;

  public LimitExecutor(Executor child, long offset, long limit) {
    this.child = child;
    this.toSkip = offset;
    this.left = limit;
  }

  @Override
  public Optional<Batch> next() {
    if (left <= 0) {
      child.close();
      return Optional.empty();
    }
    return child.next().map(this::cut);
  }

  private Batch cut(Batch batch) {
    int skipped = (int) Math.min(toSkip, batch.rows());
    int taken = (int) Math.min(left, batch.rows() - skipped);
    toSkip -= skipped;
    left -= taken;
    if (taken == batch.rows()) {
      return batch;
    }
    return batch.range(skipped, taken);
  }

  @Override
  public void close() {
    child.close();
  }
}

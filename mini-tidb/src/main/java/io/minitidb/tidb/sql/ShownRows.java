package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import java.util.Optional;

/// The rows that a LIMIT leaves of a query whose rows are all counted.
final class ShownRows implements Executor {
  private final Executor all;
  private long toSkip;
  private long left;

  ShownRows(Executor all, SelectForm.Shown shown) {
    this.all = all;
    this.toSkip = shown.offset();
    this.left = shown.limit();
  }

  @Override
  public Optional<Batch> next() {
    for (Optional<Batch> next = all.next(); next.isPresent(); next = all.next()) {
      Batch batch = next.get();
      int skipped = (int) Math.min(toSkip, batch.rows());
      int taken = (int) Math.min(left, batch.rows() - skipped);
      toSkip -= skipped;
      left -= taken;
      if (taken > 0) {
        return Optional.of(batch.range(skipped, taken));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    all.close();
  }
}

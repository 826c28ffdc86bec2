package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import java.util.Optional;

/// What one operator did, for EXPLAIN ANALYZE.
///
/// @param nanos its time, that of the operators below it included
/// @param rows that left it
/// @param loops how often it was asked for a batch
public record Summary(long nanos, long rows, long loops) {
  public static final Summary NOTHING = new Summary(0, 0, 0);

  /// Returns what both did together, one after the other or on two nodes.
  public Summary plus(Summary other) {
    return new Summary(nanos + other.nanos, rows + other.rows, loops + other.loops);
  }

  /// Counts what an executor does.
  public static final class Counter implements Executor {
    private final Executor counted;
    private long nanos;
    private long rows;
    private long loops;

    public Counter(Executor counted) {
      this.counted = counted;
    }

    @Override
    public Optional<Batch> next() {
      long begin = System.nanoTime();
      try {
        Optional<Batch> batch = counted.next();
        rows += batch.isPresent() ? batch.get().rows() : 0;
        return batch;
      } finally {
        loops++;
        nanos += System.nanoTime() - begin;
      }
    }

    @Override
    public void close() {
      counted.close();
    }

    public Summary summary() {
      return new Summary(nanos, rows, loops);
    }
  }
}

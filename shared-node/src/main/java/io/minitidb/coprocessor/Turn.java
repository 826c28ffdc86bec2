package io.minitidb.coprocessor;

import io.minitidb.cop.data.Batch;
import java.util.List;

/// One request at work: has a place behind the [Gate], except while the asker takes rows.
/// Thread-confined.
final class Turn implements AutoCloseable, Coprocessor.Sink {
  private final Gate gate;
  private final long end;
  private final Coprocessor.Sink sink;
  private final long begin = System.nanoTime();
  private long idle;
  private long waited;
  private boolean inside;

  /// @param end when the request must have its place, on the scale of [System#nanoTime()]
  /// @param sink where the rows go
  Turn(Gate gate, long end, Coprocessor.Sink sink) {
    this.gate = gate;
    this.end = end;
    this.sink = sink;
  }

  /// Waits for the place.
  ///
  /// @throws RefusedException when there is none in time
  void begin() {
    try {
      gate.enter(end);
      inside = true;
    } finally {
      waited = System.nanoTime() - begin;
    }
  }

  @Override
  public boolean take(List<Batch> batches) {
    close();
    long from = System.nanoTime();
    boolean more = sink.take(batches);
    idle += System.nanoTime() - from;
    if (more) {
      gate.reenter(end);
      inside = true;
    }
    return more;
  }

  @Override
  public boolean isGone() {
    return sink.isGone();
  }

  /// Returns how long the request waited for its first place, in nanoseconds.
  long waited() {
    return waited;
  }

  /// Returns how long it has taken until now, without the time in which the asker took rows.
  long taken() {
    return System.nanoTime() - begin - idle;
  }

  @Override
  public void close() {
    if (inside) {
      inside = false;
      gate.leave();
    }
  }
}

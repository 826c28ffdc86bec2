package io.minitidb.tikv.engine;

import io.minitidb.cop.exec.ScanCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.Snapshot;

/// The store as it was at one moment. Each reading is a call of its own, so none holds the store
/// open. Not thread-safe.
public final class EngineSnapshot implements AutoCloseable {
  private final RocksEngine engine;
  private final Snapshot snapshot;
  private final EngineWork work = new EngineWork();
  private boolean released;

  /// From which end a range is read.
  public enum Direction {
    FORWARDS,
    BACKWARDS
  }

  EngineSnapshot(RocksEngine engine, Snapshot snapshot) {
    this.engine = engine;
    this.snapshot = snapshot;
  }

  /// Returns at most `limit` pairs with keys in `[low, high)` from one end; not more when they have
  /// `bytes`.
  public List<RocksEngine.Pair> list(
      ColumnFamily family, byte[] low, byte[] high, Direction direction, int limit, long bytes) {
    List<RocksEngine.Pair> pairs = new ArrayList<>();
    AtomicLong taken = new AtomicLong();
    engine.scan(
        new StoreReads.Range(
            family, Optional.of(snapshot), low, high, direction == Direction.BACKWARDS),
        work,
        (key, value) -> {
          pairs.add(new RocksEngine.Pair(key, value));
          return pairs.size() < limit && taken.addAndGet(value.length) < bytes;
        });
    return pairs;
  }

  /// Returns the pair with the greatest key in `[low, high)`.
  public Optional<RocksEngine.Pair> last(ColumnFamily family, byte[] low, byte[] high) {
    return list(family, low, high, Direction.BACKWARDS, 1, Long.MAX_VALUE).stream().findFirst();
  }

  /// Returns what RocksDB has done for the readings so far.
  public ScanCounts.Engine work() {
    return work.sum();
  }

  @Override
  public void close() {
    if (!released) {
      released = true;
      engine.release(snapshot);
    }
  }
}

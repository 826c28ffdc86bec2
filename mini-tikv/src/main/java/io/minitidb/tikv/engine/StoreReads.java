package io.minitidb.tikv.engine;

import io.minitidb.tikv.engine.RocksEngine.Glance;
import java.util.Optional;
import java.util.function.Predicate;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/// Reading: single keys, what memory knows of them, and ranges.
final class StoreReads implements AutoCloseable {
  private static final Glance UNKNOWN = new Glance.Unknown();

  private final OpenStore store;
  private final ReadOptions memoryOnly = new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER);

  StoreReads(OpenStore store) {
    this.store = store;
  }

  Optional<byte[]> get(ColumnFamily family, byte[] key) {
    return store.call(
        "reading", () -> Optional.ofNullable(store.db().get(store.handle(family), key)));
  }

  Glance glance(ColumnFamily family, byte[] key) {
    return store.callAtOnce(
        UNKNOWN,
        () ->
            new Glance.Seen(
                Optional.ofNullable(store.db().get(store.handle(family), memoryOnly, key))));
  }

  /// Keys in `[low, high)`; an empty `high` has no end.
  ///
  /// @param snapshot of the moment; empty for now
  record Range(
      ColumnFamily family, Optional<Snapshot> snapshot, byte[] low, byte[] high, boolean reverse) {

    private ReadOptions bounded(Slice lower, Slice upper) {
      ReadOptions options = new ReadOptions().setIterateLowerBound(lower);
      snapshot.ifPresent(options::setSnapshot);
      return high.length > 0 ? options.setIterateUpperBound(upper) : options;
    }
  }

  /// Shows the iterator at each pair, until no more is wanted.
  void walk(Range range, Predicate<RocksIterator> wantsMore) {
    store.call(
        "reading",
        () -> {
          visit(range, wantsMore);
          return range;
        });
  }

  /// As [#walk(Range, Predicate)], which must not read anything itself, and counts what RocksDB
  /// does.
  void walk(Range range, EngineWork work, Predicate<RocksIterator> wantsMore) {
    store.call(
        "reading",
        () -> {
          work.count(store.db(), () -> visit(range, wantsMore));
          return range;
        });
  }

  private void visit(Range range, Predicate<RocksIterator> wantsMore) throws RocksDBException {
    try (Slice lower = new Slice(range.low());
        Slice upper = new Slice(range.high());
        ReadOptions options = range.bounded(lower, upper);
        RocksIterator iterator = store.db().newIterator(store.handle(range.family()), options)) {
      if (range.reverse()) {
        iterator.seekToLast();
      } else {
        iterator.seekToFirst();
      }
      while (iterator.isValid() && wantsMore.test(iterator)) {
        if (range.reverse()) {
          iterator.prev();
        } else {
          iterator.next();
        }
      }
      // The end of the data and a failed read look alike until the status is asked.
      iterator.status();
    }
  }

  @Override
  public void close() {
    memoryOnly.close();
  }
}

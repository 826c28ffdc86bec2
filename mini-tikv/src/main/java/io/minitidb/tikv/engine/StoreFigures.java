package io.minitidb.tikv.engine;

import java.util.Arrays;
import java.util.List;
import org.rocksdb.Range;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

/// How large the store is, and what RocksDB counts.
record StoreFigures(OpenStore store) {
  /// Above every key that matters for an estimate.
  private static final byte[] LAST = new byte[64];

  static {
    Arrays.fill(LAST, (byte) 0xff);
  }

  long size() {
    return store.call(
        "reading the size",
        () -> {
          long bytes = 0;
          for (ColumnFamily family : ColumnFamily.values()) {
            bytes +=
                store.db().getLongProperty(store.handle(family), "rocksdb.total-sst-files-size");
            bytes +=
                store.db().getLongProperty(store.handle(family), "rocksdb.cur-size-all-mem-tables");
          }
          return bytes;
        });
  }

  long property(ColumnFamily family, String name) {
    return store.call(
        "reading statistics", () -> store.db().getLongProperty(store.handle(family), name));
  }

  long count(TickerType ticker) {
    return store.call("reading statistics", () -> store.statistics().getTickerCount(ticker));
  }

  long approximateSize(ColumnFamily family, byte[] low, byte[] high) {
    return store.call(
        "reading the size",
        () -> {
          try (Slice from = new Slice(low);
              Slice to = new Slice(high.length == 0 ? LAST : high)) {
            return store.db()
                .getApproximateSizes(
                    store.handle(family),
                    List.of(new Range(from, to)),
                    SizeApproximationFlag.INCLUDE_FILES,
                    SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
          }
        });
  }

  EngineCounts counts() {
    return store.call(
        "reading statistics",
        () -> {
          Statistics statistics = store.statistics();
          return new EngineCounts(
              statistics.getTickerCount(TickerType.BYTES_WRITTEN),
              statistics.getTickerCount(TickerType.BYTES_READ)
                  + statistics.getTickerCount(TickerType.ITER_BYTES_READ),
              statistics.getTickerCount(TickerType.NUMBER_KEYS_WRITTEN),
              statistics.getTickerCount(TickerType.NUMBER_KEYS_READ)
                  + statistics.getTickerCount(TickerType.NUMBER_DB_NEXT_FOUND)
                  + statistics.getTickerCount(TickerType.NUMBER_DB_SEEK_FOUND));
        });
  }
}

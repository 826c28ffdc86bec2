package io.minitidb.tikv.engine;

import io.minitidb.cop.exec.ScanCounts;
import org.rocksdb.PerfContext;
import org.rocksdb.PerfLevel;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// What RocksDB does for one reader. RocksDB counts by thread, so each reading counts for itself,
/// from its first call to its last, between which nothing may leave the thread. Counting takes less
/// than a microsecond a reading. Not thread-safe.
final class EngineWork {
  private ScanCounts.Engine sum = ScanCounts.Engine.NONE;

  /// A part of the work.
  interface Reading {
    void run() throws RocksDBException;
  }

  void count(RocksDB db, Reading reading) throws RocksDBException {
    db.setPerfLevel(PerfLevel.ENABLE_COUNT);
    try {
      PerfContext counted = db.getPerfContext();
      counted.reset();
      reading.run();
      sum =
          sum.plus(
              new ScanCounts.Engine(
                  counted.getInternalDeleteSkippedCount(),
                  counted.getInternalKeySkippedCount(),
                  counted.getBlockCacheHitCount(),
                  counted.getBlockReadCount(),
                  counted.getBlockReadByte()));
    } finally {
      db.setPerfLevel(PerfLevel.DISABLE);
    }
  }

  ScanCounts.Engine sum() {
    return sum;
  }
}

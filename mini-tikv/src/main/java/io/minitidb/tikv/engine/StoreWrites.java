package io.minitidb.tikv.engine;

import io.minitidb.tikv.engine.RocksEngine.Change;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Writing, with patience for a moment only: RocksDB would hold a writer up for as long as it
/// takes, with a full disk for ever.
final class StoreWrites implements AutoCloseable {
  private static final Duration STALL_LIMIT = Duration.ofSeconds(1);
  private static final Duration STALL_STEP = Duration.ofMillis(5);

  private final OpenStore store;
  private final WriteOptions handed = new WriteOptions().setNoSlowdown(true);
  private final WriteOptions synced = new WriteOptions().setNoSlowdown(true).setSync(true);

  StoreWrites(OpenStore store) {
    this.store = store;
  }

  private WriteOptions options(Durability durability) {
    return durability == Durability.DISK ? synced : handed;
  }

  private interface Step {
    void run() throws RocksDBException;
  }

  /// Tries again while RocksDB would hold the writer up.
  private void patiently(Step write) throws RocksDBException {
    long end = System.nanoTime() + STALL_LIMIT.toNanos();
    while (true) {
      try {
        write.run();
        return;
      } catch (RocksDBException e) {
        if (!Failures.isStall(e)) {
          throw e;
        }
        if (System.nanoTime() - end >= 0) {
          throw Failures.stalled(store.directory(), e);
        }
        LockSupport.parkNanos(STALL_STEP.toNanos());
      }
    }
  }

  void write(ColumnFamily family, List<Change> changes, Durability durability) {
    WriteOptions options = options(durability);
    ColumnFamilyHandle handle = store.handle(family);
    store.call(
        "writing",
        () -> {
          if (changes.size() == 1) {
            patiently(() -> write(handle, options, changes.getFirst()));
            return changes;
          }
          try (WriteBatch batch = new WriteBatch()) {
            for (Change change : changes) {
              switch (change) {
                case Change.Put(byte[] key, byte[] value) -> batch.put(handle, key, value);
                case Change.Delete(byte[] key) -> batch.delete(handle, key);
              }
            }
            patiently(() -> store.db().write(options, batch));
            return changes;
          }
        });
  }

  private void write(ColumnFamilyHandle family, WriteOptions options, Change change)
      throws RocksDBException {
    switch (change) {
      case Change.Put(byte[] key, byte[] value) -> store.db().put(family, options, key, value);
      case Change.Delete(byte[] key) -> store.db().delete(family, options, key);
    }
  }

  /// Deletes every key in `[low, high)`; an empty `high` has no end.
  void deleteRange(ColumnFamily family, byte[] low, byte[] high, Durability durability) {
    WriteOptions options = options(durability);
    ColumnFamilyHandle handle = store.handle(family);
    store.call(
        "deleting",
        () -> {
          if (high.length > 0) {
            patiently(() -> store.db().deleteRange(handle, options, low, high));
            return family;
          }
          // RocksDB knows no range without an end.
          try (RocksIterator iterator = store.db().newIterator(handle);
              WriteBatch batch = new WriteBatch()) {
            iterator.seekToLast();
            if (iterator.isValid() && Arrays.compareUnsigned(low, iterator.key()) <= 0) {
              batch.deleteRange(handle, low, iterator.key());
              batch.delete(handle, iterator.key());
              patiently(() -> store.db().write(options, batch));
            }
            iterator.status();
            return family;
          }
        });
  }

  /// Deletes every key in `[low, high)`, and the files that hold nothing else at once.
  void drop(ColumnFamily family, byte[] low, byte[] high) {
    ColumnFamilyHandle handle = store.handle(family);
    store.call(
        "deleting",
        () -> {
          store.db().deleteFilesInRanges(handle, List.of(low, high), false);
          patiently(() -> store.db().deleteRange(handle, handed, low, high));
          store.db().compactRange(handle, low, high);
          return family;
        });
  }

  @Override
  public void close() {
    handed.close();
    synced.close();
  }
}

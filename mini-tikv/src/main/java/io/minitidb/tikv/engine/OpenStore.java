package io.minitidb.tikv.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;

/// RocksDB from its opening to its closing. Every call to it goes through here, so that none comes
/// after the closing, where RocksDB itself would crash the process.
final class OpenStore implements AutoCloseable {
  static {
    RocksDB.loadLibrary();
  }

  private final Path directory;
  private final RocksOptions options;
  private final RocksDB db;
  private final Map<ColumnFamily, ColumnFamilyHandle> handles = new EnumMap<>(ColumnFamily.class);
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;

  /// Opens the directory, or makes it.
  OpenStore(Path directory, EngineConfig config) {
    this.directory = directory;
    options = new RocksOptions(config);
    List<ColumnFamilyHandle> opened = new ArrayList<>();
    try {
      db = RocksDB.open(options.store(), directory.toString(), options.families(), opened);
    } catch (RocksDBException e) {
      options.close();
      throw Failures.opening(directory, e);
    }
    int i = 0;
    for (ColumnFamily family : ColumnFamily.values()) {
      handles.put(family, opened.get(i++));
    }
  }

  Path directory() {
    return directory;
  }

  /// Returns RocksDB, for use within [#call].
  RocksDB db() {
    return db;
  }

  ColumnFamilyHandle handle(ColumnFamily family) {
    return Objects.requireNonNull(handles.get(family));
  }

  Collection<ColumnFamilyHandle> handles() {
    return handles.values();
  }

  /// Returns what RocksDB counts, for use within [#call].
  Statistics statistics() {
    return options.statistics();
  }

  /// Something that RocksDB does.
  interface Work<T> {
    T run() throws RocksDBException;
  }

  /// Calls RocksDB while the store stays open.
  ///
  /// @param what for the message when it fails
  <T> T call(String what, Work<T> work) {
    life.readLock().lock();
    try {
      if (closed) {
        throw new EngineException(what + " failed: the store is closed");
      }
      return work.run();
    } catch (RocksDBException e) {
      throw Failures.of(what, e);
    } finally {
      life.readLock().unlock();
    }
  }

  /// Calls RocksDB if that is possible without waiting; returns `otherwise` when it is not, or when
  /// RocksDB fails.
  <T> T callAtOnce(T otherwise, Work<T> work) {
    if (!life.readLock().tryLock()) {
      return otherwise;
    }
    try {
      return closed ? otherwise : work.run();
    } catch (RocksDBException e) {
      return otherwise;
    } finally {
      life.readLock().unlock();
    }
  }

  @Override
  public void close() {
    life.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        handles.values().forEach(ColumnFamilyHandle::close);
        db.close();
        options.close();
      }
    } finally {
      life.writeLock().unlock();
    }
  }

  /// Does something if the store is still open: what is released went with it otherwise.
  void ifOpen(Runnable release) {
    life.readLock().lock();
    try {
      if (!closed) {
        release.run();
      }
    } finally {
      life.readLock().unlock();
    }
  }
}

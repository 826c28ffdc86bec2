package io.minitidb.tikv.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.MutableDBOptions;
import org.rocksdb.Range;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Keys and values in byte order, by column family. Thread-safe, closing included: a call after it
/// is refused, where RocksDB itself would crash the process. Calls go through JNI and hold their
/// carrier thread while they run.
public final class RocksEngine implements AutoCloseable {
  /// Above every key that matters for an estimate.
  private static final byte[] LAST = new byte[64];

  static {
    RocksDB.loadLibrary();
    Arrays.fill(LAST, (byte) 0xff);
  }

  private static final Duration STALL_LIMIT = Duration.ofSeconds(1);
  private static final Duration STALL_STEP = Duration.ofMillis(5);

  private final Path directory;
  private final RocksDB db;
  private final Map<ColumnFamily, ColumnFamilyHandle> handles = new EnumMap<>(ColumnFamily.class);
  private final List<AbstractNativeReference> resources = new ArrayList<>();
  private final Statistics statistics = keep(new Statistics());
  // RocksDB would hold a writer up for as long as it takes, with a full disk for ever.
  private final WriteOptions write = keep(new WriteOptions().setNoSlowdown(true));
  private final WriteOptions synced = keep(new WriteOptions().setNoSlowdown(true).setSync(true));
  private final ReadOptions memoryOnly =
      keep(new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER));
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;

  /// Opens the directory, or makes it.
  ///
  /// @throws EngineException when another process holds it, its files are damaged, or RocksDB
  ///   refuses an option
  public RocksEngine(Path directory, EngineConfig config) {
    this.directory = directory;
    LRUCache cache = keep(new LRUCache(config.blockCacheSize().bytes()));
    ColumnFamilyOptions options =
        keep(given(
                ColumnFamilyOptions.getColumnFamilyOptionsFromProps(
                    properties(config.defaultcf().options()))))
            .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    DBOptions dbOptions =
        keep(given(DBOptions.getDBOptionsFromProps(properties(config.options()))))
            .setDailyOffpeakTimeUTC(config.dailyOffpeakTimeUtc())
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setKeepLogFileNum(4)
            .setStatistics(statistics);
    // Blocks of history are some KiB each and packed by themselves; what repeats between them is
    // for zstd, which RocksDB leaves out of what it does not make smaller by an eighth.
    ColumnFamilyOptions packed =
        keep(new ColumnFamilyOptions(options))
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setBlockSize(32 << 10))
            .setCompressionType(CompressionType.ZSTD_COMPRESSION);
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    for (ColumnFamily family : ColumnFamily.values()) {
      descriptors.add(
          new ColumnFamilyDescriptor(
              family.text().getBytes(StandardCharsets.UTF_8),
              family == ColumnFamily.HISTORY ? packed : options));
    }
    List<ColumnFamilyHandle> opened = new ArrayList<>();
    try {
      db = RocksDB.open(dbOptions, directory.toString(), descriptors, opened);
    } catch (RocksDBException e) {
      resources.reversed().forEach(AbstractNativeReference::close);
      throw Failures.opening(directory, e);
    }
    int i = 0;
    for (ColumnFamily family : ColumnFamily.values()) {
      handles.put(family, opened.get(i++));
    }
  }

  private <T extends AbstractNativeReference> T keep(T resource) {
    resources.add(resource);
    return resource;
  }

  private static Properties properties(Map<String, String> options) {
    Properties properties = new Properties();
    properties.putAll(options);
    return properties;
  }

  /// RocksDB makes nothing of options that it does not know or understand.
  private static <T> T given(@Nullable T options) {
    if (options == null) {
      throw new EngineException("RocksDB refuses the options of section rocksdb");
    }
    return options;
  }

  /// Changes the options of the running store. When RocksDB refuses one, those before it have been
  /// changed.
  ///
  /// @throws EngineException with RocksDB's reason
  public void change(EngineConfig config) {
    whileOpen(
        "changing the options of RocksDB",
        () -> {
          db.setDBOptions(
              MutableDBOptions.parse(joined(config.options()))
                  .setDailyOffpeakTimeUTC(config.dailyOffpeakTimeUtc())
                  .build());
          for (ColumnFamilyHandle family : handles.values()) {
            db.setOptions(
                family,
                MutableColumnFamilyOptions.parse(joined(config.defaultcf().options())).build());
          }
          return config;
        });
  }

  private static String joined(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> option.getKey() + "=" + option.getValue())
        .collect(Collectors.joining(";"));
  }

  private ColumnFamilyHandle handle(ColumnFamily family) {
    return Objects.requireNonNull(handles.get(family));
  }

  private interface Work<T> {
    T run() throws RocksDBException;
  }

  /// Runs a call to RocksDB while the store stays open.
  private <T> T whileOpen(String what, Work<T> work) {
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

  public Optional<byte[]> get(ColumnFamily family, byte[] key) {
    return whileOpen("reading", () -> Optional.ofNullable(db.get(handle(family), key)));
  }

  /// What is known of a key without asking the disk.
  public sealed interface Glance {
    /// The key's value, or that it has none.
    record Seen(Optional<byte[]> value) implements Glance {}

    /// Only the disk can tell.
    record Unknown() implements Glance {}
  }

  private static final Glance UNKNOWN = new Glance.Unknown();

  /// Looks for a key in what is in memory. Never waits: fit for an event loop.
  public Glance glance(ColumnFamily family, byte[] key) {
    if (!life.readLock().tryLock()) {
      return UNKNOWN;
    }
    try {
      return closed
          ? UNKNOWN
          : new Glance.Seen(Optional.ofNullable(db.get(handle(family), memoryOnly, key)));
    } catch (RocksDBException e) {
      return UNKNOWN;
    } finally {
      life.readLock().unlock();
    }
  }

  /// Writes all pairs or none. Who the store is and which regions it has is on the disk when this
  /// returns; the rest survives the death of the process, not of the machine.
  public void put(ColumnFamily family, List<Pair> pairs) {
    write(
        family,
        pairs.stream().map(pair -> (Change) new Change.Put(pair.key(), pair.value())).toList(),
        family == ColumnFamily.META ? Durability.DISK : Durability.SYSTEM);
  }

  /// Something to be done to a key.
  public sealed interface Change {
    record Put(byte[] key, byte[] value) implements Change {}

    record Delete(byte[] key) implements Change {}
  }

  /// Makes all changes or none.
  public void write(ColumnFamily family, List<Change> changes, Durability durability) {
    WriteOptions options = durability == Durability.DISK ? synced : write;
    whileOpen(
        "writing",
        () -> {
          if (changes.size() == 1) {
            patiently(() -> write(handle(family), options, changes.getFirst()));
            return changes;
          }
          try (WriteBatch batch = new WriteBatch()) {
            for (Change change : changes) {
              switch (change) {
                case Change.Put(byte[] key, byte[] value) -> batch.put(handle(family), key, value);
                case Change.Delete(byte[] key) -> batch.delete(handle(family), key);
              }
            }
            patiently(() -> db.write(options, batch));
            return changes;
          }
        });
  }

  private interface Step {
    void run() throws RocksDBException;
  }

  /// Tries again while RocksDB would hold the writer up, for a moment.
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
          throw Failures.stalled(directory, e);
        }
        LockSupport.parkNanos(STALL_STEP.toNanos());
      }
    }
  }

  private void write(ColumnFamilyHandle family, WriteOptions options, Change change)
      throws RocksDBException {
    switch (change) {
      case Change.Put(byte[] key, byte[] value) -> db.put(family, options, key, value);
      case Change.Delete(byte[] key) -> db.delete(family, options, key);
    }
  }

  /// A key with its value.
  public record Pair(byte[] key, byte[] value) {}

  /// Returns the pair with the greatest key in `[low, high)`.
  public Optional<Pair> last(ColumnFamily family, byte[] low, byte[] high) {
    List<Pair> last = new ArrayList<>(1);
    scan(
        family,
        low,
        high,
        true,
        (key, value) -> {
          last.add(new Pair(key, value));
          return false;
        });
    return last.stream().findFirst();
  }

  /// Returns the pairs with keys in `[low, high)`, in their order.
  public List<Pair> list(ColumnFamily family, byte[] low, byte[] high) {
    List<Pair> pairs = new ArrayList<>();
    scan(family, low, high, false, (key, value) -> pairs.add(new Pair(key, value)));
    return pairs;
  }

  private static ReadOptions bounds(
      Optional<Snapshot> snapshot, Slice lower, Slice upper, boolean ends) {
    ReadOptions options = new ReadOptions().setIterateLowerBound(lower);
    snapshot.ifPresent(options::setSnapshot);
    return ends ? options.setIterateUpperBound(upper) : options;
  }

  /// Gets the pairs of a scan in their order.
  public interface Visitor {
    /// Returns whether it wants more.
    boolean visit(byte[] key, byte[] value);
  }

  /// Visits the pairs with keys in `[low, high)`, of one moment; an empty `high` has no end.
  public void scan(ColumnFamily family, byte[] low, byte[] high, boolean reverse, Visitor visitor) {
    scan(family, Optional.empty(), low, high, reverse, visitor);
  }

  /// As the public one.
  ///
  /// @param snapshot of the moment; empty for now
  void scan(
      ColumnFamily family,
      Optional<Snapshot> snapshot,
      byte[] low,
      byte[] high,
      boolean reverse,
      Visitor visitor) {
    walk(
        family,
        snapshot,
        low,
        high,
        reverse,
        iterator -> visitor.visit(iterator.key(), iterator.value()));
  }

  /// Gets the pairs of a scan in their order, each only until the next one.
  public interface Viewer {
    /// Returns whether it wants more.
    boolean view(PairView pair);
  }

  /// As [#scan], for who needs no pair any more when the next one is there.
  public void view(ColumnFamily family, byte[] low, byte[] high, boolean reverse, Viewer viewer) {
    PairView pair = new PairView();
    walk(family, Optional.empty(), low, high, reverse, iterator -> viewer.view(pair.at(iterator)));
  }

  private void walk(
      ColumnFamily family,
      Optional<Snapshot> snapshot,
      byte[] low,
      byte[] high,
      boolean reverse,
      Predicate<RocksIterator> wantsMore) {
    whileOpen(
        "reading",
        () -> {
          try (Slice lower = new Slice(low);
              Slice upper = new Slice(high);
              ReadOptions options = bounds(snapshot, lower, upper, high.length > 0);
              RocksIterator iterator = db.newIterator(handle(family), options)) {
            if (reverse) {
              iterator.seekToLast();
            } else {
              iterator.seekToFirst();
            }
            while (iterator.isValid() && wantsMore.test(iterator)) {
              if (reverse) {
                iterator.prev();
              } else {
                iterator.next();
              }
            }
            // The end of the data and a failed read look alike until the status is asked.
            iterator.status();
            return wantsMore;
          }
        });
  }

  /// Says whether there is no key in `[low, high)`; an empty `high` has no end.
  public boolean isEmpty(ColumnFamily family, byte[] low, byte[] high) {
    List<byte[]> found = new ArrayList<>();
    scan(
        family,
        low,
        high,
        false,
        (key, value) -> {
          found.add(key);
          return false;
        });
    return found.isEmpty();
  }

  /// Deletes every key in `[low, high)`; an empty `high` has no end.
  public void deleteRange(ColumnFamily family, byte[] low, byte[] high, Durability durability) {
    WriteOptions options = durability == Durability.DISK ? synced : write;
    whileOpen(
        "deleting",
        () -> {
          if (high.length > 0) {
            patiently(() -> db.deleteRange(handle(family), options, low, high));
            return family;
          }
          // RocksDB knows no range without an end.
          try (RocksIterator iterator = db.newIterator(handle(family));
              WriteBatch batch = new WriteBatch()) {
            iterator.seekToLast();
            if (iterator.isValid() && Arrays.compareUnsigned(low, iterator.key()) <= 0) {
              batch.deleteRange(handle(family), low, iterator.key());
              batch.delete(handle(family), iterator.key());
              patiently(() -> db.write(options, batch));
            }
            iterator.status();
            return family;
          }
        });
  }

  /// Writes all pairs and deletes all keys, or does nothing.
  public void write(ColumnFamily family, List<Pair> pairs, List<byte[]> deleted) {
    List<Change> changes = new ArrayList<>(pairs.size() + deleted.size());
    deleted.forEach(key -> changes.add(new Change.Delete(key)));
    pairs.forEach(pair -> changes.add(new Change.Put(pair.key(), pair.value())));
    write(family, changes, Durability.SYSTEM);
  }

  /// Returns the store as it is now, for several readings. Must be closed.
  public EngineSnapshot snapshot() {
    return whileOpen("reading", () -> new EngineSnapshot(this, db.getSnapshot()));
  }

  void release(Snapshot snapshot) {
    life.readLock().lock();
    try {
      if (!closed) { // otherwise it went with the store
        db.releaseSnapshot(snapshot);
      }
    } finally {
      life.readLock().unlock();
    }
  }

  /// Deletes every key in `[low, high)`, and the files that hold nothing else at once.
  public void drop(ColumnFamily family, byte[] low, byte[] high) {
    whileOpen(
        "deleting",
        () -> {
          db.deleteFilesInRanges(handle(family), List.of(low, high), false);
          patiently(() -> db.deleteRange(handle(family), write, low, high));
          db.compactRange(handle(family), low, high);
          return family;
        });
  }

  /// Returns the bytes that the store's files and memtables take.
  public long size() {
    return whileOpen(
        "reading the size",
        () -> {
          long bytes = 0;
          for (ColumnFamily family : ColumnFamily.values()) {
            bytes += db.getLongProperty(handle(family), "rocksdb.total-sst-files-size");
            bytes += db.getLongProperty(handle(family), "rocksdb.cur-size-all-mem-tables");
          }
          return bytes;
        });
  }

  /// Returns a number that RocksDB knows by this name.
  long property(ColumnFamily family, String name) {
    return whileOpen("reading statistics", () -> db.getLongProperty(handle(family), name));
  }

  long count(TickerType ticker) {
    return whileOpen("reading statistics", () -> statistics.getTickerCount(ticker));
  }

  /// Returns about how many bytes the keys in `[low, high)` take; an empty `high` has no end.
  public long approximateSize(ColumnFamily family, byte[] low, byte[] high) {
    return whileOpen(
        "reading the size",
        () -> {
          try (Slice from = new Slice(low);
              Slice to = new Slice(high.length == 0 ? LAST : high)) {
            return db.getApproximateSizes(
                    handle(family),
                    List.of(new Range(from, to)),
                    SizeApproximationFlag.INCLUDE_FILES,
                    SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
          }
        });
  }

  /// Returns about how many keys there are.
  public long approximateKeys(ColumnFamily family) {
    return whileOpen(
        "reading the size", () -> db.getLongProperty(handle(family), "rocksdb.estimate-num-keys"));
  }

  /// Returns what was written and read, whoever did it.
  public EngineCounts counts() {
    return whileOpen(
        "reading statistics",
        () ->
            new EngineCounts(
                statistics.getTickerCount(TickerType.BYTES_WRITTEN),
                statistics.getTickerCount(TickerType.BYTES_READ)
                    + statistics.getTickerCount(TickerType.ITER_BYTES_READ),
                statistics.getTickerCount(TickerType.NUMBER_KEYS_WRITTEN),
                statistics.getTickerCount(TickerType.NUMBER_KEYS_READ)
                    + statistics.getTickerCount(TickerType.NUMBER_DB_NEXT_FOUND)
                    + statistics.getTickerCount(TickerType.NUMBER_DB_SEEK_FOUND)));
  }

  @Override
  public void close() {
    life.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        handles.values().forEach(ColumnFamilyHandle::close);
        db.close();
        resources.reversed().forEach(AbstractNativeReference::close);
      }
    } finally {
      life.writeLock().unlock();
    }
  }
}

package io.minitidb.tikv.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.Snapshot;
import org.rocksdb.TickerType;

/// Keys and values in byte order, by column family. Thread-safe, closing included: a call after it
/// is refused. Calls go through JNI and hold their carrier thread while they run.
public final class RocksEngine implements AutoCloseable {
  private final OpenStore store;
  private final StoreReads reads;
  private final StoreWrites writes;
  private final StoreFigures figures;

  /// Opens the directory, or makes it.
  ///
  /// @throws EngineException when another process holds it, its files are damaged, or RocksDB
  ///   refuses an option
  public RocksEngine(Path directory, EngineConfig config) {
    store = new OpenStore(directory, config);
    reads = new StoreReads(store);
    writes = new StoreWrites(store);
    figures = new StoreFigures(store);
  }

  /// Changes the options of the running store. When RocksDB refuses one, those before it have been
  /// changed.
  ///
  /// @throws EngineException with RocksDB's reason
  public void change(EngineConfig config) {
    store.call(
        "changing the options of RocksDB",
        () -> {
          RocksOptions.change(store.db(), store.handles(), config);
          return config;
        });
  }

  public Optional<byte[]> get(ColumnFamily family, byte[] key) {
    return reads.get(family, key);
  }

  /// What is known of a key without asking the disk.
  public sealed interface Glance {
    /// The key's value, or that it has none.
    record Seen(Optional<byte[]> value) implements Glance {}

    /// Only the disk can tell.
    record Unknown() implements Glance {}
  }

  /// Looks for a key in what is in memory. Never waits: fit for an event loop.
  public Glance glance(ColumnFamily family, byte[] key) {
    return reads.glance(family, key);
  }

  /// Writes all pairs or none. Who the store is and which regions it has is on the disk when this
  /// returns; the rest survives the death of the process, not of the machine.
  public void put(ColumnFamily family, List<Pair> pairs) {
    writes.write(
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
    writes.write(family, changes, durability);
  }

  /// Writes all pairs and deletes all keys, or does nothing.
  public void write(ColumnFamily family, List<Pair> pairs, List<byte[]> deleted) {
    List<Change> changes = new ArrayList<>(pairs.size() + deleted.size());
    deleted.forEach(key -> changes.add(new Change.Delete(key)));
    pairs.forEach(pair -> changes.add(new Change.Put(pair.key(), pair.value())));
    write(family, changes, Durability.SYSTEM);
  }

  /// Deletes every key in `[low, high)`; an empty `high` has no end.
  public void deleteRange(ColumnFamily family, byte[] low, byte[] high, Durability durability) {
    writes.deleteRange(family, low, high, durability);
  }

  /// Deletes every key in `[low, high)`, and the files that hold nothing else at once.
  public void drop(ColumnFamily family, byte[] low, byte[] high) {
    writes.drop(family, low, high);
  }

  /// A key with its value.
  public record Pair(byte[] key, byte[] value) {}

  /// Gets the pairs of a scan in their order.
  public interface Visitor {
    /// Returns whether it wants more.
    boolean visit(byte[] key, byte[] value);
  }

  /// Visits the pairs with keys in `[low, high)`, of one moment; an empty `high` has no end.
  public void scan(ColumnFamily family, byte[] low, byte[] high, boolean reverse, Visitor visitor) {
    reads.walk(
        new StoreReads.Range(family, Optional.empty(), low, high, reverse),
        iterator -> visitor.visit(iterator.key(), iterator.value()));
  }

  void scan(StoreReads.Range range, EngineWork work, Visitor visitor) {
    reads.walk(range, work, iterator -> visitor.visit(iterator.key(), iterator.value()));
  }

  /// Gets the pairs of a scan in their order, each only until the next one.
  public interface Viewer {
    /// Returns whether it wants more.
    boolean view(PairView pair);
  }

  /// As [#scan], for who needs no pair any more when the next one is there.
  public void view(ColumnFamily family, byte[] low, byte[] high, boolean reverse, Viewer viewer) {
    PairView pair = new PairView();
    reads.walk(
        new StoreReads.Range(family, Optional.empty(), low, high, reverse),
        iterator -> viewer.view(pair.at(iterator)));
  }

  /// Returns the pairs with keys in `[low, high)`, in their order.
  public List<Pair> list(ColumnFamily family, byte[] low, byte[] high) {
    List<Pair> pairs = new ArrayList<>();
    scan(family, low, high, false, (key, value) -> pairs.add(new Pair(key, value)));
    return pairs;
  }

  /// Returns the pair with the greatest key in `[low, high)`.
  public Optional<Pair> last(ColumnFamily family, byte[] low, byte[] high) {
    return first(family, low, high, true);
  }

  /// Says whether there is no key in `[low, high)`; an empty `high` has no end.
  public boolean isEmpty(ColumnFamily family, byte[] low, byte[] high) {
    return first(family, low, high, false).isEmpty();
  }

  private Optional<Pair> first(ColumnFamily family, byte[] low, byte[] high, boolean reverse) {
    List<Pair> first = new ArrayList<>(1);
    scan(
        family,
        low,
        high,
        reverse,
        (key, value) -> {
          first.add(new Pair(key, value));
          return false;
        });
    return first.stream().findFirst();
  }

  /// Returns the store as it is now, for several readings. Must be closed.
  public EngineSnapshot snapshot() {
    return store.call("reading", () -> new EngineSnapshot(this, store.db().getSnapshot()));
  }

  void release(Snapshot snapshot) {
    store.ifOpen(() -> store.db().releaseSnapshot(snapshot));
  }

  /// Returns the bytes that the store's files and memtables take.
  public long size() {
    return figures.size();
  }

  /// Returns a number that RocksDB knows by this name.
  long property(ColumnFamily family, String name) {
    return figures.property(family, name);
  }

  long count(TickerType ticker) {
    return figures.count(ticker);
  }

  /// Returns about how many bytes the keys in `[low, high)` take; an empty `high` has no end.
  public long approximateSize(ColumnFamily family, byte[] low, byte[] high) {
    return figures.approximateSize(family, low, high);
  }

  /// Returns about how many keys there are.
  public long approximateKeys(ColumnFamily family) {
    return figures.property(family, "rocksdb.estimate-num-keys");
  }

  /// Returns what was written and read, whoever did it.
  public EngineCounts counts() {
    return figures.counts();
  }

  @Override
  public void close() {
    store.close();
    reads.close();
    writes.close();
  }
}

package io.minitidb.tikv.raw;

import com.google.protobuf.ByteString;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.Durability;
import io.minitidb.tikv.engine.PairView;
import io.minitidb.tikv.engine.RocksEngine;
import io.minitidb.tikv.engine.RocksEngine.Change;
import io.minitidb.tikv.engine.RocksEngine.Glance;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Raw keys with times to live. Keys that have expired are as if they were not there. Writes to one
/// key follow each other; a batch is written whole or not at all. Thread-safe. Calls hold their
/// thread in RocksDB.
final class RawStore {
  private static final int LOOK_UP = 255;

  private final RocksEngine engine;
  private final InstantSource clock;
  private final Supplier<Durability> durability;
  private final Latches latches = new Latches();

  RawStore(RocksEngine engine, InstantSource clock, Supplier<Durability> durability) {
    this.engine = engine;
    this.clock = clock;
    this.durability = durability;
  }

  /// A value, and for how many seconds it is still there.
  ///
  /// @param ttl 0 for ever
  record Found(ByteString value, long ttl) {}

  /// A pair to be written.
  ///
  /// @param ttl seconds, 0 for ever
  record Entry(ByteString key, ByteString value, long ttl) {
    private Change change(long now) {
      long expiry = TimedValue.expiryAfter(now, ttl);
      return new Change.Put(key.toByteArray(), TimedValue.encode(value, expiry));
    }
  }

  private long now() {
    return clock.millis() / 1000;
  }

  Optional<Found> get(ByteString key) {
    return engine.get(ColumnFamily.DEFAULT, key.toByteArray()).flatMap(this::found);
  }

  private Optional<Found> found(byte[] stored) {
    long now = now();
    long expiry = TimedValue.expiry(stored, stored.length);
    return TimedValue.lives(stored, stored.length, now)
        ? Optional.of(new Found(TimedValue.value(stored), expiry == 0 ? 0 : expiry - now))
        : Optional.empty();
  }

  /// Looks at memory alone and never waits.
  ///
  /// @return empty when only the disk can tell
  Optional<Optional<Found>> glance(ByteString key) {
    return engine.glance(ColumnFamily.DEFAULT, key.toByteArray())
            instanceof Glance.Seen(Optional<byte[]> stored)
        ? Optional.of(stored.flatMap(this::found))
        : Optional.empty();
  }

  void put(Entry entry) {
    latches.holding(entry.key(), () -> write(List.of(entry.change(now()))));
  }

  /// Of several pairs with one key the last one counts.
  void put(List<Entry> entries) {
    long now = now();
    List<Change> changes = entries.stream().map(entry -> entry.change(now)).toList();
    latches.holding(entries.stream().map(Entry::key).toList(), () -> write(changes));
  }

  void delete(List<ByteString> keys) {
    List<Change> changes =
        keys.stream().map(key -> (Change) new Change.Delete(key.toByteArray())).toList();
    latches.holding(keys, () -> write(changes));
  }

  private void write(List<Change> changes) {
    engine.write(ColumnFamily.DEFAULT, changes, durability.get());
  }

  /// Deletes the keys of `[low, high)`; an empty `high` has no end. What is written to the range
  /// meanwhile may stay.
  void deleteRange(ByteString low, ByteString high) {
    engine.deleteRange(
        ColumnFamily.DEFAULT, low.toByteArray(), high.toByteArray(), durability.get());
  }

  /// What a key had before a swap, and whether there was one.
  record Swap(boolean done, Optional<ByteString> before) {}

  /// Writes when the key's value is `expected`; empty expects no value.
  ///
  /// @param next empty deletes the key
  Swap compareAndSwap(ByteString key, Optional<ByteString> expected, Optional<Entry> next) {
    List<Swap> swap = new ArrayList<>(1);
    latches.holding(
        key,
        () -> {
          Optional<ByteString> before = get(key).map(Found::value);
          boolean fits = before.equals(expected);
          if (fits) {
            write(
                List.of(
                    next.map(entry -> entry.change(now()))
                        .orElseGet(() -> new Change.Delete(key.toByteArray()))));
          }
          swap.add(new Swap(fits, before));
        });
    return swap.getFirst();
  }

  /// A scan: `[low, high)` where an empty `high` has no end, from the low end or from the high one.
  ///
  /// @param limit of pairs
  /// @param maxBytes of keys and values; more is refused, because fewer pairs than `limit` mean
  ///   that there are no more
  record Scan(
      ByteString low,
      ByteString high,
      boolean reverse,
      long limit,
      boolean keyOnly,
      long maxBytes) {}

  /// Gets the pairs of a scan, in arrays that are used again for the next one; the value is empty
  /// when only keys are wanted.
  interface Taker {
    void take(byte[] key, int keyLength, byte[] value, int valueLength);
  }

  /// @param gone whether nobody waits for the answer any more
  /// @return the bytes of the pairs
  long scan(Scan scan, BooleanSupplier gone, Taker taker) {
    if (scan.limit() == 0) {
      return 0;
    }
    Walk walk = new Walk(scan, now(), gone, taker);
    engine.view(
        ColumnFamily.DEFAULT,
        scan.low().toByteArray(),
        scan.high().toByteArray(),
        scan.reverse(),
        walk);
    return walk.bytes;
  }

  private static final class Walk implements RocksEngine.Viewer {
    private final Scan scan;
    private final long now;
    private final BooleanSupplier gone;
    private final Taker taker;
    private long taken;
    private long visited;
    private long bytes;

    Walk(Scan scan, long now, BooleanSupplier gone, Taker taker) {
      this.scan = scan;
      this.now = now;
      this.gone = gone;
      this.taker = taker;
    }

    @Override
    public boolean view(PairView pair) {
      if ((++visited & LOOK_UP) == 0 && gone.getAsBoolean()) {
        return false;
      }
      if (TimedValue.lives(pair.value(), pair.valueLength(), now)) {
        int value = scan.keyOnly() ? 0 : pair.valueLength() - Long.BYTES;
        bytes += pair.keyLength() + value;
        if (bytes > scan.maxBytes()) {
          throw new RawException(
              "the scan's answer would have more than "
                  + scan.maxBytes()
                  + " bytes (storage.max-scan-size) with "
                  + scan.limit()
                  + " pairs; ask for fewer at a time");
        }
        taker.take(pair.key(), pair.keyLength(), pair.value(), value);
        taken++;
      }
      return taken < scan.limit();
    }
  }
}

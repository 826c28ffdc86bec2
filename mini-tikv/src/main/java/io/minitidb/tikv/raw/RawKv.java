package io.minitidb.tikv.raw;

import com.google.protobuf.ByteString;
import io.minitidb.proto.kvrpcpb.APIVersion;
import io.minitidb.proto.kvrpcpb.Context;
import io.minitidb.proto.kvrpcpb.KeyRange;
import io.minitidb.tikv.engine.Durability;
import io.minitidb.tikv.engine.RocksEngine;
import io.minitidb.tikv.region.Admission;
import io.minitidb.tikv.region.LocalRegions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// Raw keys, region by region: lets calls in that are for this store, bounds what they may ask for,
/// and counts what they read and write. Reading and writing have threads of their own, so that
/// writers who wait for RocksDB hold up no reader.
public final class RawKv implements AutoCloseable {
  private static final Comparator<ByteString> ORDER =
      ByteString.unsignedLexicographicalComparator();

  private final LocalRegions regions;
  private final RawStore store;
  private final long storeId;
  private final RawConfig config;
  private final Workers readers;
  private final Workers writers;

  public RawKv(RocksEngine engine, LocalRegions regions, long storeId, RawConfig config) {
    this.regions = regions;
    this.storeId = storeId;
    this.config = config;
    this.store =
        new RawStore(
            engine,
            InstantSource.system(),
            () -> config.syncWrites() ? Durability.DISK : Durability.SYSTEM);
    this.readers = new Workers("raw-read", config.readThreads(), config.maxWaiting());
    this.writers = new Workers("raw-write", config.writeThreads(), config.maxWaiting());
  }

  long storeId() {
    return storeId;
  }

  /// Answers about one key; at once when memory can tell.
  <T> void lookUp(
      Answer<T> answer,
      Context context,
      String family,
      ByteString key,
      Function<Optional<RawStore.Found>, T> response) {
    Supplier<Optional<T>> quick =
        () -> {
          Admission admission = admit(context, family);
          admission.check(key);
          return store.glance(key).map(found -> response.apply(count(admission, key, found)));
        };
    answer.ifKnown(
        storeId,
        quick,
        () ->
            read(
                answer,
                context,
                family,
                admission -> {
                  admission.check(key);
                  return response.apply(get(admission, key));
                }));
  }

  private Admission admit(Context context, String family) {
    check(context, family);
    return regions.reading(RegionErrors.claim(context));
  }

  private static void check(Context context, String family) {
    if (context.getApiVersion() != APIVersion.V1) {
      throw new RawException(
          "Api version in request does not match with TiKV storage, storage: V1ttl, request: "
              + context.getApiVersion());
    }
    if (!family.isEmpty() && !family.equals("default")) {
      throw new RawException("invalid cf name: " + family);
    }
  }

  /// Reads on a thread for that.
  <T> void read(Answer<T> answer, Context context, String family, Function<Admission, T> work) {
    run(readers, answer, () -> work.apply(admit(context, family)));
  }

  /// Writes on a thread for that, to a region that does not change meanwhile.
  <T> void write(Answer<T> answer, Context context, String family, Function<Admission, T> work) {
    run(
        writers,
        answer,
        () -> {
          check(context, family);
          return regions.writing(RegionErrors.claim(context), work);
        });
  }

  private <T> void run(Workers workers, Answer<T> answer, Supplier<T> work) {
    if (!workers.offer(() -> answer.with(storeId, work))) {
      answer.send(
          answer.refusal(
              RegionErrors.busy(
                  config.maxWaiting() + " calls wait already (storage.max-waiting)")));
    }
  }

  Optional<RawStore.Found> get(Admission admission, ByteString key) {
    return count(admission, key, store.get(key));
  }

  private static Optional<RawStore.Found> count(
      Admission admission, ByteString key, Optional<RawStore.Found> found) {
    found.ifPresent(value -> admission.local().read(1, key.size() + value.value().size()));
    return found;
  }

  void put(Admission admission, RawStore.Entry entry) {
    checkWritten(admission, entry.key());
    store.put(entry);
    admission.local().wrote(1, entry.key().size() + entry.value().size());
  }

  void put(Admission admission, List<RawStore.Entry> entries) {
    entries.forEach(entry -> checkWritten(admission, entry.key()));
    if (!entries.isEmpty()) {
      store.put(entries);
      long bytes = entries.stream().mapToLong(e -> e.key().size() + e.value().size()).sum();
      admission.local().wrote(entries.size(), bytes);
    }
  }

  void delete(Admission admission, List<ByteString> keys) {
    keys.forEach(key -> checkWritten(admission, key));
    if (!keys.isEmpty()) {
      store.delete(keys);
      admission.local().wrote(keys.size(), keys.stream().mapToLong(ByteString::size).sum());
    }
  }

  RawStore.Swap compareAndSwap(
      Admission admission,
      ByteString key,
      Optional<ByteString> expected,
      Optional<RawStore.Entry> next) {
    checkWritten(admission, key);
    RawStore.Swap swap = store.compareAndSwap(key, expected, next);
    if (swap.done()) {
      long value = next.map(entry -> entry.value().size()).orElse(0);
      admission.local().wrote(1, key.size() + value);
    }
    return swap;
  }

  private void checkWritten(Admission admission, ByteString key) {
    checkSize(key);
    admission.check(key);
  }

  private void checkSize(ByteString key) {
    if (key.size() > config.maxKeySize().bytes()) {
      throw new RawException(
          "max key size exceeded, size: " + key.size() + ", limit: " + config.maxKeySize().bytes());
    }
  }

  void deleteRange(Admission admission, ByteString start, ByteString end) {
    checkSize(start);
    checkSize(end);
    Range range = new Range(start, end, false);
    range.check();
    store.deleteRange(admission.clipStart(start), admission.clip(end));
    admission.local().wrote(1, start.size() + end.size());
  }

  /// Where a scan begins and ends.
  ///
  /// @param from the low end, inclusive; of a reverse scan the high one, exclusive
  /// @param to the high end, exclusive; of a reverse scan the low one, inclusive
  record Range(ByteString from, ByteString to, boolean reverse) {

    /// An open end is where the next range begins.
    static List<Range> of(List<KeyRange> ranges, boolean reverse) {
      List<Range> all = new ArrayList<>();
      for (int i = 0; i < ranges.size(); i++) {
        ByteString to = ranges.get(i).getEndKey();
        boolean last = i == ranges.size() - 1;
        ByteString next = last ? ByteString.EMPTY : ranges.get(i + 1).getStartKey();
        all.add(new Range(ranges.get(i).getStartKey(), to.isEmpty() ? next : to, reverse));
      }
      all.forEach(Range::check);
      return all;
    }

    void check() {
      int order = ORDER.compare(from, to);
      boolean good = to.isEmpty() || (reverse ? order > 0 : order < 0);
      if (!good) {
        throw new RawException("Invalid KeyRanges");
      }
    }
  }

  void scan(
      Admission admission,
      Range range,
      long limit,
      boolean keyOnly,
      BooleanSupplier gone,
      RawStore.Taker taker) {
    scan(admission, range, limit, keyOnly, config.maxScanSize().bytes(), gone, taker);
  }

  /// Scans one range after the other; `limit` is of each, the bytes of all are bounded.
  void scan(
      Admission admission,
      List<Range> ranges,
      long limit,
      boolean keyOnly,
      BooleanSupplier gone,
      RawStore.Taker taker) {
    long left = config.maxScanSize().bytes();
    for (Range range : ranges) {
      left -= scan(admission, range, limit, keyOnly, left, gone, taker);
    }
  }

  /// Scans without keeping anything.
  void scanAll(
      Admission admission, List<Range> ranges, BooleanSupplier gone, RawStore.Taker taker) {
    for (Range range : ranges) {
      scan(admission, range, Long.MAX_VALUE, false, Long.MAX_VALUE, gone, taker);
    }
  }

  private long scan(
      Admission admission,
      Range range,
      long limit,
      boolean keyOnly,
      long maxBytes,
      BooleanSupplier gone,
      RawStore.Taker taker) {
    boolean reverse = range.reverse();
    // Backwards from the first key there is nothing.
    boolean nothing = reverse && range.from().isEmpty();
    ByteString low = admission.clipStart(reverse ? range.to() : range.from());
    ByteString high = admission.clip(reverse ? range.from() : range.to());
    if (nothing || (!high.isEmpty() && ORDER.compare(low, high) >= 0)) {
      return 0;
    }
    long[] pairs = new long[1];
    long bytes =
        store.scan(
            new RawStore.Scan(low, high, reverse, limit, keyOnly, maxBytes),
            gone,
            (key, keyLength, value, valueLength) -> {
              pairs[0]++;
              taker.take(key, keyLength, value, valueLength);
            });
    admission.local().read(pairs[0], bytes);
    return bytes;
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
  }
}

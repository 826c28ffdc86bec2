package io.minitidb.pd.cluster;

import com.google.protobuf.ByteString;
import io.minitidb.pd.cluster.PdError.Kind;
import io.minitidb.pd.etcd.MetaStore.Entry;
import io.minitidb.pd.etcd.MetaStore.Guard;
import io.minitidb.pd.etcd.MetaStore.Write;
import io.minitidb.pd.model.Labels;
import io.minitidb.pd.model.Region;
import io.minitidb.pd.model.SemVer;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.model.StoreStats;
import io.minitidb.pd.wire.Messages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The bootstrapped cluster as its leader holds it in memory: stores and regions, loaded at the
/// start of a term. What must survive the term is in etcd before it is here. Safe for use by
/// several threads.
public final class ClusterState {
  private final Fence fence;
  private final Clock clock;
  private final Supplier<StoreRules> rules;
  private final Map<Long, Store> stores = new TreeMap<>(Long::compareUnsigned);
  private final Map<Long, StoreStats> stats = new HashMap<>();
  private final Map<Long, Instant> persistedHeartbeats = new HashMap<>();
  private final TreeMap<ByteString, Region> regions = new TreeMap<>(Region.KEY_ORDER);
  private Optional<Instant> bootstrapTime = Optional.empty();

  /// @param rules as they are at the time of each call
  ClusterState(Fence fence, Clock clock, Supplier<StoreRules> rules) {
    this.fence = fence;
    this.clock = clock;
    this.rules = rules;
    if (fence.store().get(fence.keys().cluster()).isPresent()) {
      load();
    }
  }

  private void load() {
    long nanos =
        fence.store().get(fence.keys().bootstrapTime()).map(e -> U64.parse(e.value())).orElse(0L);
    bootstrapTime =
        Optional.of(Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L));
    for (Entry entry : fence.store().list(fence.keys().stores())) {
      Store store = Messages.parseStore(entry.value());
      stores.put(store.id(), store);
    }
    for (Entry entry : fence.store().list(fence.keys().regions())) {
      Region region = Messages.parseRegion(entry.value());
      regions.put(region.startKey(), region);
    }
  }

  /// Returns when the cluster was bootstrapped, empty when it was not.
  public synchronized Optional<Instant> bootstrapTime() {
    return bootstrapTime;
  }

  public int maxReplicas() {
    return rules.get().maxReplicas();
  }

  /// Writes the first store and the region of all keys, once in the cluster's life.
  ///
  /// @throws PdError when it was done before
  public synchronized void bootstrap(Store store, Region region) {
    if (bootstrapTime.isPresent()) {
      throw new PdError(Kind.ALREADY_BOOTSTRAPPED, "cluster is already bootstrapped");
    }
    PdKeys keys = fence.keys();
    Instant now = clock.instant();
    Store first = store.fresh();
    check(first);
    fence.commit(
        List.of(new Guard.Absent(keys.cluster())),
        List.of(
            new Write.Put(keys.cluster(), Messages.clusterBytes(keys.clusterId(), maxReplicas())),
            new Write.Put(
                keys.bootstrapTime(),
                U64.bytes(now.getEpochSecond() * 1_000_000_000L + now.getNano())),
            new Write.Put(keys.store(first.id()), Messages.storeBytes(first)),
            new Write.Put(keys.region(region.id()), region.message())));
    stores.put(first.id(), first);
    regions.put(region.startKey(), region);
    bootstrapTime = Optional.of(now);
  }

  /// Registers a store, or renews what it says of itself; never changes its state.
  public synchronized void put(Store store) {
    requireBootstrapped();
    if (store.id() == 0) {
      throw new PdError(Kind.UNKNOWN, "invalid put store " + store.address() + ": id is 0");
    }
    Store known = stores.get(store.id());
    if (known != null && known.state() == Store.State.TOMBSTONE) {
      throw new PdError(Kind.STORE_TOMBSTONE, "store is tombstone");
    }
    for (Store other : stores.values()) {
      boolean alive = other.state() != Store.State.TOMBSTONE && !other.physicallyDestroyed();
      if (other.id() != store.id() && alive && other.address().equals(store.address())) {
        throw new PdError(
            Kind.UNKNOWN,
            "duplicated store address: "
                + store.address()
                + ", already registered by store "
                + Long.toUnsignedString(other.id()));
      }
    }
    Store next = known == null ? store.fresh() : store.keeping(known);
    check(next);
    save(next);
  }

  /// Gives a store other labels, to find its place by.
  ///
  /// @param force whether they replace those it has, instead of being laid over them
  public synchronized void label(long id, Map<String, String> labels, boolean force) {
    Store store = store(id);
    Store next = store.withLabels(Labels.merge(force ? Map.of() : store.labels(), labels));
    checkLabels(next);
    save(next);
  }

  private void check(Store store) {
    SemVer needed = rules.get().minVersion();
    boolean fits =
        needed.equals(SemVer.ZERO)
            || SemVer.parse(store.version()).filter(own -> own.serves(needed)).isPresent();
    if (!fits) {
      throw new PdError(
          Kind.UNKNOWN,
          "version should compatible with version " + needed + ", got " + store.version());
    }
    checkLabels(store);
  }

  private void checkLabels(Store store) {
    StoreRules now = rules.get();
    Labels.mismatch(store.labels(), now.locationLabels())
        .ifPresent(why -> {
          if (now.strictLabels()) {
            throw new PdError(Kind.UNKNOWN, why);
          }
        });
  }

  private void save(Store store) {
    fence.commit(
        List.of(new Write.Put(fence.keys().store(store.id()), Messages.storeBytes(store))));
    stores.put(store.id(), store);
  }

  /// Takes a heartbeat in.
  public synchronized Store heartbeat(long id, StoreStats said) {
    Store store = store(id);
    if (store.state() == Store.State.TOMBSTONE) {
      throw new PdError(Kind.STORE_TOMBSTONE, "store is tombstone");
    }
    Instant now = clock.instant();
    Store heard = store.heardAt(now);
    Instant persisted = persistedHeartbeats.getOrDefault(id, Instant.EPOCH);
    if (Duration.between(persisted, now).compareTo(rules.get().saveHeartbeats()) >= 0) {
      save(heard);
      persistedHeartbeats.put(id, now);
    } else {
      stores.put(id, heard);
    }
    stats.put(id, said);
    return heard;
  }

  /// Returns the store.
  ///
  /// @throws PdError when there is none with this id
  public synchronized Store store(long id) {
    requireBootstrapped();
    Store store = stores.get(id);
    if (store == null) {
      throw new PdError(
          Kind.UNKNOWN, "invalid store ID " + Long.toUnsignedString(id) + ", not found");
    }
    return store;
  }

  /// Returns what the store said last, [StoreStats#NONE] when it was silent in this term.
  public synchronized StoreStats stats(long id) {
    return stats.getOrDefault(id, StoreStats.NONE);
  }

  /// Returns all stores in the order of their ids, tombstones included.
  public synchronized List<Store> stores() {
    requireBootstrapped();
    return List.copyOf(stores.values());
  }

  /// Returns what the whole cluster can do: the version that is set, or else the lowest of a living
  /// store.
  public synchronized SemVer clusterVersion() {
    SemVer set = rules.get().minVersion();
    return set.equals(SemVer.ZERO)
        ? stores.values().stream()
            .filter(store -> store.state() != Store.State.TOMBSTONE)
            .flatMap(store -> SemVer.parse(store.version()).stream())
            .min(Comparator.naturalOrder())
            .orElse(SemVer.ZERO)
        : set;
  }

  public synchronized Optional<Region> region(ByteString key) {
    requireBootstrapped();
    return Optional.ofNullable(regions.floorEntry(key))
        .map(Map.Entry::getValue)
        .filter(region -> region.contains(key));
  }

  /// Returns the region before the one that holds `key`.
  public synchronized Optional<Region> regionBefore(ByteString key) {
    return region(key).map(Region::startKey).map(regions::lowerEntry).map(Map.Entry::getValue);
  }

  public synchronized Optional<Region> region(long id) {
    requireBootstrapped();
    return regions.values().stream().filter(region -> region.id() == id).findFirst();
  }

  /// Returns at most `limit` regions that meet `[from, to)`, in key order; no limit when it is 0 or
  /// less.
  public synchronized List<Region> scan(ByteString from, ByteString to, int limit) {
    requireBootstrapped();
    return regions.values().stream()
        .filter(region -> region.meets(from, to))
        .limit(limit <= 0 ? Long.MAX_VALUE : limit)
        .toList();
  }

  public synchronized List<Region> regions() {
    return List.copyOf(regions.values());
  }

  private void requireBootstrapped() {
    if (bootstrapTime.isEmpty()) {
      throw PdError.notBootstrapped();
    }
  }
}

package io.minitidb.pd.cluster;

import io.minitidb.pd.cluster.PdError.Kind;
import io.minitidb.pd.etcd.MetaStore.Entry;
import io.minitidb.pd.etcd.MetaStore.Write;
import io.minitidb.pd.model.Labels;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// The stores as a leader keeps them, and the changes of their states:
///
/// - Up, first Preparing, then Serving;
/// - Offline, which is Removing: asked to leave, with a way back unless its machine is lost;
/// - Tombstone, which is Removed: the id never returns.
///
/// Every change is in etcd before it is here. Safe for use by several threads: writers follow each
/// other, readers never wait for etcd.
public final class StoreBook {
  private final Fence fence;
  private final Clock clock;
  private final Supplier<StoreRules> rules;
  private final Map<Long, Store> stores = new ConcurrentSkipListMap<>(Long::compareUnsigned);
  private final Map<Long, StoreStats> stats = new ConcurrentHashMap<>();
  private final Map<Long, Instant> persistedHeartbeats = new HashMap<>();

  StoreBook(Fence fence, Clock clock, Supplier<StoreRules> rules) {
    this.fence = fence;
    this.clock = clock;
    this.rules = rules;
    for (Entry entry : fence.store().list(fence.keys().stores())) {
      keep(Messages.parseStore(entry.value()));
    }
  }

  /// Takes in what is in etcd already.
  synchronized void keep(Store store) {
    stores.put(store.id(), store);
    persistedHeartbeats.put(store.id(), store.heartbeatTime());
  }

  private void save(Store store) {
    fence.commit(
        List.of(new Write.Put(fence.keys().store(store.id()), Messages.storeBytes(store))));
    keep(store);
  }

  /// Registers a store, or renews what it says of itself; never changes its state.
  public synchronized void put(Store store) {
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

  /// Refuses a store that is too old, or whose labels are not as they must be.
  void check(Store store) {
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
    if (now.strictLabels()) {
      Labels.mismatch(store.labels(), now.locationLabels())
          .ifPresent(why -> {
            throw new PdError(Kind.UNKNOWN, why);
          });
    }
  }

  /// Gives a store other labels, to find its place by.
  ///
  /// @param force whether they replace those it has, instead of being laid over them
  public synchronized void label(long id, Map<String, String> labels, boolean force) {
    Store store = labelled(id);
    relabel(store, Labels.merge(force ? Map.of() : store.labels(), labels));
  }

  /// Takes a label away from a store.
  ///
  /// @throws PdError when it has none of this key
  public synchronized void unlabel(long id, String key) {
    Store store = labelled(id);
    if (store.labels().keySet().stream().noneMatch(key::equalsIgnoreCase)) {
      throw new PdError(Kind.UNKNOWN, "the label key " + key + " does not exist");
    }
    relabel(store, Labels.merge(store.labels(), Map.of(key, "")));
  }

  private Store labelled(long id) {
    return find(id)
        .orElseThrow(() ->
            new PdError(
                Kind.UNKNOWN,
                "[PD:cluster:ErrInvalidStoreID]invalid store id "
                    + Long.toUnsignedString(id)
                    + ", not found"));
  }

  private void relabel(Store store, Map<String, String> labels) {
    Store next = store.withLabels(labels);
    checkLabels(next);
    save(next);
  }

  /// Asks a store to leave.
  ///
  /// @param destroyed whether its machine and data are lost: then it leaves however few are left
  /// @throws StoreRefusal when it may not
  public synchronized void remove(long id, boolean destroyed) {
    Store store = changeable(id);
    if (store.state() == Store.State.OFFLINE && store.physicallyDestroyed() == destroyed) {
      return;
    }
    requireIntact(store);
    if (store.state() == Store.State.UP && !destroyed) {
      long left = stores.values().stream().filter(s -> s.state() == Store.State.UP).count() - 1;
      int needed = rules.get().maxReplicas();
      if (left < needed) {
        throw StoreRefusal.tooFew(id, left, needed);
      }
    }
    save(store.offline(destroyed));
  }

  /// Takes a store back that was asked to leave.
  ///
  /// @throws StoreRefusal when there is no way back
  public synchronized void restore(long id) {
    Store store = changeable(id);
    requireIntact(store);
    if (store.state() == Store.State.OFFLINE) {
      save(store.serving());
    }
  }

  private Store changeable(long id) {
    Store store = find(id).orElseThrow(() -> StoreRefusal.unknown(id));
    if (store.state() == Store.State.TOMBSTONE) {
      throw StoreRefusal.removed(id);
    }
    return store;
  }

  private static void requireIntact(Store store) {
    if (store.physicallyDestroyed()) {
      throw StoreRefusal.destroyed(store.id());
    }
  }

  /// Lets a store that is prepared have regions.
  synchronized void serve(long id) {
    Store store = stores.get(id);
    if (store != null && store.state() == Store.State.UP) {
      save(store.serving());
    }
  }

  /// Makes a store that has left a tombstone.
  synchronized void bury(long id) {
    Store store = stores.get(id);
    if (store != null && store.state() == Store.State.OFFLINE) {
      save(store.buried());
      stats.remove(id);
    }
  }

  /// Deletes a tombstone.
  synchronized void forget(long id) {
    PdKeys keys = fence.keys();
    Store store = stores.get(id);
    if (store != null && store.state() == Store.State.TOMBSTONE) {
      fence.commit(
          List.of(
              new Write.Delete(keys.store(id)),
              new Write.Delete(keys.leaderWeight(id)),
              new Write.Delete(keys.regionWeight(id))));
      stores.remove(id);
      persistedHeartbeats.remove(id);
    }
  }

  /// Takes a heartbeat in.
  public synchronized Store heartbeat(long id, StoreStats said) {
    Store store = get(id);
    if (store.state() == Store.State.TOMBSTONE) {
      throw new PdError(Kind.STORE_TOMBSTONE, "store is tombstone");
    }
    Instant now = clock.instant();
    Store heard = store.heardAt(now);
    Instant persisted = persistedHeartbeats.getOrDefault(id, Instant.EPOCH);
    if (Duration.between(persisted, now).compareTo(rules.get().saveHeartbeats()) >= 0) {
      save(heard);
    } else {
      stores.put(id, heard);
    }
    stats.put(id, said);
    return heard;
  }

  public Optional<Store> find(long id) {
    return Optional.ofNullable(stores.get(id));
  }

  /// Returns the store.
  ///
  /// @throws PdError when there is none with this id
  public Store get(long id) {
    return find(id)
        .orElseThrow(() ->
            new PdError(
                Kind.UNKNOWN, "invalid store ID " + Long.toUnsignedString(id) + ", not found"));
  }

  /// Returns what the store said last, [StoreStats#NONE] when it was silent in this term.
  public StoreStats stats(long id) {
    return stats.getOrDefault(id, StoreStats.NONE);
  }

  /// Returns all stores in the order of their ids, tombstones included.
  public List<Store> all() {
    return List.copyOf(stores.values());
  }

  /// Returns the lowest version of a living store, [SemVer#ZERO] without stores.
  SemVer lowestVersion() {
    return stores.values().stream()
        .filter(store -> store.state() != Store.State.TOMBSTONE)
        .flatMap(store -> SemVer.parse(store.version()).stream())
        .min(Comparator.naturalOrder())
        .orElse(SemVer.ZERO);
  }
}

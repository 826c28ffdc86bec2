package io.minitidb.pd.cluster;

import io.minitidb.pd.cluster.PdError.Kind;
import io.minitidb.pd.etcd.MetaStore.Guard;
import io.minitidb.pd.etcd.MetaStore.Write;
import io.minitidb.pd.model.Region;
import io.minitidb.pd.model.RegionState;
import io.minitidb.pd.model.SemVer;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.wire.Messages;
import io.minitidb.pd.wire.RegionMessages;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The cluster as its leader holds it in memory: its stores and regions, loaded at the start of a
/// term. Until it is bootstrapped there are none. What must survive the term is in etcd before it
/// is here. Safe for use by several threads.
public final class ClusterState {
  private final Fence fence;
  private final Clock clock;
  private final Supplier<StoreRules> rules;
  private final StoreBook stores;
  private final RegionBook regions;
  private final Weights weights;
  private final Spread spread;
  private volatile @Nullable Instant bootstrapTime;

  /// @param rules as they are at the time of each call
  ClusterState(Fence fence, Clock clock, Supplier<StoreRules> rules) {
    this.fence = fence;
    this.clock = clock;
    this.rules = rules;
    stores = new StoreBook(fence, clock, rules);
    regions = new RegionBook(fence);
    weights = new Weights(fence);
    spread = new Spread(stores, regions, clock, rules);
    if (fence.store().get(fence.keys().cluster()).isPresent()) {
      long nanos =
          fence.store().get(fence.keys().bootstrapTime()).map(e -> U64.parse(e.value())).orElse(0L);
      bootstrapTime = Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L);
    }
  }

  /// Returns when the cluster was bootstrapped, empty when it was not.
  public Optional<Instant> bootstrapTime() {
    return Optional.ofNullable(bootstrapTime);
  }

  public int maxReplicas() {
    return rules.get().maxReplicas();
  }

  /// Writes the first store and the region of all keys, once in the cluster's life.
  ///
  /// @throws PdError when it was done before
  public synchronized void bootstrap(Store store, Region region) {
    if (bootstrapTime != null) {
      throw new PdError(Kind.ALREADY_BOOTSTRAPPED, "cluster is already bootstrapped");
    }
    PdKeys keys = fence.keys();
    Instant now = clock.instant();
    Store first = store.fresh();
    stores.check(first);
    fence.commit(
        List.of(new Guard.Absent(keys.cluster())),
        List.of(
            new Write.Put(keys.cluster(), Messages.clusterBytes(keys.clusterId(), maxReplicas())),
            new Write.Put(
                keys.bootstrapTime(),
                U64.bytes(now.getEpochSecond() * 1_000_000_000L + now.getNano())),
            new Write.Put(keys.store(first.id()), Messages.storeBytes(first)),
            new Write.Put(keys.region(region.id()), RegionMessages.bytes(region))));
    stores.keep(first);
    regions.put(RegionState.written(region));
    bootstrapTime = now;
  }

  /// Returns the stores.
  ///
  /// @throws PdError before the bootstrap, as the other parts do
  public StoreBook storeBook() {
    requireBootstrapped();
    return stores;
  }

  public RegionBook regionBook() {
    requireBootstrapped();
    return regions;
  }

  public Spread spread() {
    requireBootstrapped();
    return spread;
  }

  public Weights weights() {
    requireBootstrapped();
    return weights;
  }

  /// Returns all stores in the order of their ids, tombstones included.
  public List<Store> stores() {
    return storeBook().all();
  }

  /// Returns what the whole cluster can do: the version that is set, or else the lowest of a living
  /// store.
  public SemVer clusterVersion() {
    SemVer set = rules.get().minVersion();
    return set.equals(SemVer.ZERO) ? stores.lowestVersion() : set;
  }

  /// Deletes the tombstones without regions.
  ///
  /// @throws PdError naming the others
  public void removeTombstones() {
    List<Long> tombstones =
        stores().stream()
            .filter(store -> store.state() == Store.State.TOMBSTONE)
            .map(Store::id)
            .toList();
    String failed =
        tombstones.stream()
            .filter(id -> !forget(id))
            .map(Long::toUnsignedString)
            .collect(Collectors.joining(", "));
    if (!failed.isEmpty()) {
      throw new PdError(Kind.UNKNOWN, "failed stores: " + failed);
    }
  }

  /// Deletes a tombstone, and says whether it had no regions.
  boolean forget(long id) {
    if (regions.load(id).regions() > 0) {
      return false;
    }
    stores.forget(id);
    weights.forget(id);
    return true;
  }

  private void requireBootstrapped() {
    if (bootstrapTime == null) {
      throw PdError.notBootstrapped();
    }
  }
}

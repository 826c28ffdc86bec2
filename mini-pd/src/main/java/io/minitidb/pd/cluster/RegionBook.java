package io.minitidb.pd.cluster;

import com.google.protobuf.ByteString;
import io.minitidb.pd.cluster.PdError.Kind;
import io.minitidb.pd.etcd.MetaStore.Write;
import io.minitidb.pd.model.Peer;
import io.minitidb.pd.model.Region;
import io.minitidb.pd.model.RegionState;
import io.minitidb.pd.model.StoreLoad;
import io.minitidb.pd.wire.RegionMessages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The regions as a leader knows them. Their ranges and peers are in etcd before they are here, so
/// the next leader knows them at once; who leads them and what they carry is heard anew in each
/// term. Safe for use by several threads: writers follow each other, readers never wait for etcd.
public final class RegionBook {
  /// A transaction of etcd has at most 128 operations.
  private static final int WRITES = 100;

  private static final int MOST_AWAITED = 1000;

  private final Fence fence;
  private final RegionMap map = new RegionMap();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  RegionBook(Fence fence) {
    this.fence = fence;
    // Of two that overlap, the newer one holds: the writes about a change may be there in part.
    fence.store().list(fence.keys().regions()).stream()
        .map(entry -> RegionMessages.parse(entry.value()))
        .sorted(Comparator.comparingLong(region -> region.epoch().version()))
        .forEach(region -> map.put(RegionState.written(region)));
  }

  /// Takes over what a region's leader says.
  ///
  /// @throws PdError when it is no region, or something newer is known
  public synchronized void heartbeat(RegionState said) {
    Region region = said.region();
    if (region.id() == 0 || region.peers().isEmpty() || !region.hasKeys()) {
      throw new PdError(Kind.UNKNOWN, "invalid request region, " + region);
    }
    if (said.leader().isEmpty()) {
      throw new PdError(Kind.UNKNOWN, "invalid request leader of " + region + ", there is none");
    }
    map.newerThan(said)
        .ifPresent(newer -> {
          throw new PdError(Kind.UNKNOWN, "region is stale: " + region + ", newer is " + newer);
        });
    Optional<RegionState> known = map.byId(region.id());
    List<RegionState> replaced = map.overlapped(region);
    if (!replaced.isEmpty() || !known.map(RegionState::region).equals(Optional.of(region))) {
      write(region, replaced);
    }
    // Until the store that it was handed to has spoken, it is only what is written of it.
    put(said.handedOver() ? RegionState.written(region) : known.map(said::after).orElse(said));
  }

  /// The region's own write comes first: whoever reads in between sees it win over the others.
  private void write(Region region, List<RegionState> replaced) {
    PdKeys keys = fence.keys();
    List<Write> writes = new ArrayList<>();
    writes.add(new Write.Put(keys.region(region.id()), RegionMessages.bytes(region)));
    replaced.forEach(other -> writes.add(new Write.Delete(keys.region(other.region().id()))));
    for (int from = 0; from < writes.size(); from += WRITES) {
      fence.commit(List.copyOf(writes.subList(from, Math.min(from + WRITES, writes.size()))));
    }
  }

  /// Takes in what is in etcd already.
  synchronized void put(RegionState state) {
    lock.writeLock().lock();
    try {
      map.put(state);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Lets the regions whose only peer was on a store that is lost begin anew, empty, on another
  /// one. That store is told with its next heartbeat.
  synchronized void renew(long lost, long store, LongSupplier ids) {
    for (RegionState state : on(lost)) {
      if (state.region().onlyPeer().isPresent()) {
        Region region = state.region().anewAt(Peer.voter(ids.getAsLong(), store));
        write(region, List.of());
        put(RegionState.written(region));
      }
    }
  }

  /// Returns regions that only this store has and of which nobody has spoken in this term: it may
  /// not know them. At most 1,000 at a time.
  public List<Region> awaitedFrom(long storeId) {
    return load(storeId).silent() == 0
        ? List.of()
        : read(m ->
            m.all().stream()
                .filter(state -> !state.reported())
                .map(RegionState::region)
                .filter(region -> region.onlyPeer().isPresent() && region.isOn(storeId))
                .limit(MOST_AWAITED)
                .toList());
  }

  private <T> T read(Function<RegionMap, T> question) {
    lock.readLock().lock();
    try {
      return question.apply(map);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Returns the region that holds `key`.
  public Optional<RegionState> find(ByteString key) {
    return read(m -> m.find(key));
  }

  /// Returns the region before the one that holds `key`.
  public Optional<RegionState> before(ByteString key) {
    return read(m -> m.before(key));
  }

  public Optional<RegionState> find(long id) {
    return read(m -> m.byId(id));
  }

  /// Returns at most `limit` regions that meet `[from, to)`, in key order; no limit when it is 0 or
  /// less.
  public List<RegionState> scan(ByteString from, ByteString to, int limit) {
    return read(m -> m.scan(from, to, limit));
  }

  public List<RegionState> all() {
    return read(RegionMap::all);
  }

  /// Returns the regions with a peer on the store, in key order.
  public List<RegionState> on(long storeId) {
    return load(storeId).regions() == 0
        ? List.of()
        : read(m -> m.all().stream().filter(state -> state.region().isOn(storeId)).toList());
  }

  /// Says whether the first region is complete: it was split already, or has all its replicas.
  public boolean initialized(int maxReplicas) {
    List<RegionState> first = scan(ByteString.EMPTY, ByteString.EMPTY, 2);
    return first.size() > 1
        || first.stream()
            .anyMatch(state ->
                state.pendingPeers().isEmpty()
                    && state.region().peers().stream().filter(peer -> !peer.learner()).count()
                        >= maxReplicas);
  }

  public int count() {
    return read(RegionMap::size);
  }

  /// Returns what a store has of the regions.
  public StoreLoad load(long storeId) {
    return read(m -> m.load(storeId));
  }
}

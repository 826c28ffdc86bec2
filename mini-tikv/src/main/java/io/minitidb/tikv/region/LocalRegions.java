package io.minitidb.tikv.region;

import com.google.protobuf.ByteString;
import io.minitidb.pdclient.Region;
import io.minitidb.pdclient.SplitIds;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.Durability;
import io.minitidb.tikv.engine.RocksEngine;
import io.minitidb.tikv.engine.RocksEngine.Pair;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The regions of this store, written into it: the key is `region/` and the id in eight bytes, the
/// value a `metapb.Region`. One whose peer is on another store was handed over, and PD does not
/// know it yet. Safe for use by several threads.
public final class LocalRegions {
  private static final byte[] FIRST = "region/".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BEHIND = "region0".getBytes(StandardCharsets.UTF_8);

  private static final Logger log = LoggerFactory.getLogger(LocalRegions.class);

  private final RocksEngine engine;
  private final long storeId;
  private final Map<Long, LocalRegion> regions = new ConcurrentSkipListMap<>(Long::compareUnsigned);
  private volatile Runnable missing = () -> {};

  /// Reads what is there.
  public LocalRegions(RocksEngine engine, long storeId) {
    this.engine = engine;
    this.storeId = storeId;
    for (Pair pair : engine.list(ColumnFamily.META, FIRST, BEHIND)) {
      Region region = Region.parse(pair.value());
      regions.put(region.id(), new LocalRegion(region));
    }
  }

  /// Takes a region in, empty, unless it is here already or another one has keys of it.
  ///
  /// @return whether it is new here
  public synchronized boolean adopt(Region region) {
    boolean fits =
        region.peerOn(storeId).isPresent()
            && regions.values().stream()
                .filter(local -> isHere(local.region()))
                .noneMatch(
                    local -> local.region().id() == region.id() || region.meets(local.region()));
    if (fits) {
      // PD would not give this one if it did not know that those have left.
      all().stream()
          .filter(local -> region.meets(local.region()))
          .forEach(local -> forget(local.region()));
      engine.put(ColumnFamily.META, List.of(pair(region)));
      regions.put(region.id(), new LocalRegion(region));
    }
    return fits;
  }

  /// Returns whether a region that is written down here is still this store's.
  public boolean isHere(Region region) {
    return region.peerOn(storeId).isPresent();
  }

  /// Gives an empty region away. From here on it is refused, and it is in the store only until PD
  /// knows who has it now; a crash in between changes nothing of that.
  ///
  /// @return whether it was here and empty
  public synchronized boolean handOver(long id, Region.Peer target) {
    LocalRegion local = regions.get(id);
    if (local == null || !isHere(local.region()) || target.storeId() == storeId) {
      return false;
    }
    Lock changing = local.fence().writeLock();
    changing.lock();
    try {
      Region region = local.region();
      boolean empty =
          engine.isEmpty(
              ColumnFamily.DEFAULT, region.startKey().toByteArray(), region.endKey().toByteArray());
      if (empty) {
        Region moved = region.movedTo(target);
        engine.put(ColumnFamily.META, List.of(pair(moved)));
        local.become(moved);
        log.info(
            "region {} moves to store {}, empty",
            Long.toUnsignedString(id),
            Long.toUnsignedString(target.storeId()));
      }
      return empty;
    } finally {
      changing.unlock();
    }
  }

  /// Forgets a region that was handed over, now that PD knows.
  public synchronized void forget(Region region) {
    LocalRegion local = regions.get(region.id());
    if (local != null && !isHere(local.region())) {
      engine.write(
          ColumnFamily.META,
          List.of(new RocksEngine.Change.Delete(key(region.id()))),
          Durability.DISK);
      regions.remove(region.id());
    }
  }

  /// Sets what is done when somebody asks for a region that is not here: PD may have sent him.
  public void onMissing(Runnable ask) {
    missing = ask;
  }

  private static Pair pair(Region region) {
    return new Pair(key(region.id()), region.toBytes());
  }

  private static byte[] key(long id) {
    return ByteBuffer.allocate(FIRST.length + Long.BYTES).put(FIRST).putLong(id).array();
  }

  /// Returns all of them, in the order of their ids.
  public List<LocalRegion> all() {
    return List.copyOf(regions.values());
  }

  /// Lets a call in that reads; the region may change while it does.
  ///
  /// @throws RegionRefused when the call is not for this store, or not any more
  public Admission reading(Claim claim) {
    if (claim.storeId() != 0 && claim.storeId() != storeId) {
      throw new RegionRefused(new RegionRefusal.StoreNotMatch(claim.storeId(), storeId));
    }
    LocalRegion local = regions.get(claim.regionId());
    if (local == null) {
      missing.run();
      throw new RegionRefused(new RegionRefusal.RegionNotFound(claim.regionId()));
    }
    return check(local, claim);
  }

  private Admission check(LocalRegion local, Claim claim) {
    Region region = local.region();
    if (!isHere(region)) {
      throw new RegionRefused(new RegionRefusal.NotLeader(region.id(), region.peers().getFirst()));
    }
    long peer = region.peerOn(storeId).map(Region.Peer::id).orElse(0L);
    if (claim.peerId() != 0 && claim.peerId() != peer) {
      throw new RegionRefused(new RegionRefusal.MismatchPeerId(claim.peerId(), peer));
    }
    if (claim.version() != region.version()) {
      throw new RegionRefused(new RegionRefusal.EpochNotMatch(List.of(region)));
    }
    return new Admission(region, local);
  }

  /// Lets a call in that writes; the region does not change meanwhile.
  ///
  /// @throws RegionRefused when the call is not for this store, or not any more
  public <T> T writing(Claim claim, Function<Admission, T> write) {
    LocalRegion local = reading(claim).local();
    Lock passing = local.fence().readLock();
    passing.lock();
    try {
      return write.apply(check(local, claim));
    } finally {
      passing.unlock();
    }
  }

  /// Splits a region in one step that survives a crash whole or not at all. The last part keeps the
  /// id.
  ///
  /// @param keys where the parts begin, rising, inside of the region
  /// @param fresh ids for all parts but the last
  /// @return the parts in the order of keys
  /// @throws RegionRefused when it has changed since `known`
  synchronized List<Region> split(Region known, List<ByteString> keys, List<SplitIds> fresh) {
    LocalRegion local = reading(new Claim(known.id(), known.version(), storeId, 0)).local();
    Lock changing = local.fence().writeLock();
    changing.lock();
    try {
      List<Region> parts = parts(local.region(), keys, fresh);
      engine.put(ColumnFamily.META, parts.stream().map(LocalRegions::pair).toList());
      local.become(parts.getLast());
      parts
          .subList(0, parts.size() - 1)
          .forEach(part -> regions.put(part.id(), new LocalRegion(part)));
      return parts;
    } finally {
      changing.unlock();
    }
  }

  private List<Region> parts(Region whole, List<ByteString> keys, List<SplitIds> fresh) {
    long version = whole.version() + keys.size();
    List<Region> parts = new ArrayList<>();
    ByteString start = whole.startKey();
    for (int i = 0; i < keys.size(); i++) {
      SplitIds ids = fresh.get(i);
      parts.add(
          new Region(
              ids.regionId(),
              start,
              keys.get(i),
              whole.confVersion(),
              version,
              List.of(new Region.Peer(ids.peerIds().getFirst(), storeId))));
      start = keys.get(i);
    }
    parts.add(
        new Region(whole.id(), start, whole.endKey(), whole.confVersion(), version, whole.peers()));
    return parts;
  }
}

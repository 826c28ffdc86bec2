package io.minitidb.tikv.region;

import io.minitidb.pdclient.Region;
import io.minitidb.tikv.engine.ColumnFamily;
import io.minitidb.tikv.engine.RocksEngine;
import io.minitidb.tikv.engine.RocksEngine.Pair;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// The regions of this store, written into it: the key is `region/` and the id in eight bytes, the
/// value a `metapb.Region`. Safe for use by several threads.
public final class LocalRegions {
  private static final byte[] FIRST = "region/".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BEHIND = "region0".getBytes(StandardCharsets.UTF_8);

  private final RocksEngine engine;
  private final long storeId;
  private final Map<Long, Region> regions = new ConcurrentSkipListMap<>(Long::compareUnsigned);

  /// Reads what is there.
  public LocalRegions(RocksEngine engine, long storeId) {
    this.engine = engine;
    this.storeId = storeId;
    for (Pair pair : engine.list(ColumnFamily.META, FIRST, BEHIND)) {
      Region region = Region.parse(pair.value());
      regions.put(region.id(), region);
    }
  }

  /// Takes a region in, empty, unless it is here already or another one has keys of it.
  ///
  /// @return whether it is new here
  public synchronized boolean adopt(Region region) {
    boolean fits =
        region.peerOn(storeId).isPresent()
            && !regions.containsKey(region.id())
            && regions.values().stream().noneMatch(region::meets);
    if (fits) {
      engine.put(ColumnFamily.META, List.of(new Pair(key(region.id()), region.toBytes())));
      regions.put(region.id(), region);
    }
    return fits;
  }

  private static byte[] key(long id) {
    return ByteBuffer.allocate(FIRST.length + Long.BYTES).put(FIRST).putLong(id).array();
  }

  /// Returns all of them, in the order of their ids.
  public List<Region> all() {
    return List.copyOf(regions.values());
  }
}

package io.minitidb.tikv.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Who the store is, written into it once: a data directory belongs to one store of one cluster.
public record StoreIdent(long clusterId, long storeId) {
  private static final byte[] KEY = "ident".getBytes(StandardCharsets.UTF_8);

  /// Returns the ident of a store that was started before.
  public static Optional<StoreIdent> read(RocksEngine engine) {
    return engine
        .get(ColumnFamily.META, KEY)
        .map(bytes ->
            new StoreIdent(ByteBuffer.wrap(bytes).getLong(0), ByteBuffer.wrap(bytes).getLong(8)));
  }

  public void write(RocksEngine engine) {
    byte[] value = ByteBuffer.allocate(16).putLong(clusterId).putLong(storeId).array();
    engine.put(ColumnFamily.META, List.of(new RocksEngine.Pair(KEY, value)));
  }

  /// @throws EngineException when the directory was made for another cluster
  public void checkCluster(long actual) {
    if (clusterId != actual) {
      throw new EngineException(
          "this data directory belongs to cluster "
              + Long.toUnsignedString(clusterId)
              + ", but PD leads cluster "
              + Long.toUnsignedString(actual)
              + "; give the store its own PD, or an empty data directory");
    }
  }
}

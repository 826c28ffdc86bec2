package io.minitidb.pd.cluster;

import com.google.protobuf.ByteString;
import io.minitidb.pd.etcd.MetaStore.Entry;
import io.minitidb.pd.etcd.MetaStore.Write;
import io.minitidb.pd.model.Weight;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How much more than others each store is to have. In etcd as float text, a key for leaders and
/// one for regions. Safe for use by several threads.
public final class Weights {
  private final Fence fence;
  private final Map<Long, Weight> weights = new ConcurrentHashMap<>();

  Weights(Fence fence) {
    this.fence = fence;
    PdKeys keys = fence.keys();
    for (Entry entry : fence.store().list(keys.weights())) {
      String[] name = entry.key().substring(keys.weights().length()).split("/", -1);
      long id = Long.parseUnsignedLong(name[0]);
      double value = Double.parseDouble(entry.value().toStringUtf8());
      Weight known = of(id);
      weights.put(
          id,
          name[1].equals("leader")
              ? new Weight(value, known.region())
              : new Weight(known.leader(), value));
    }
  }

  public Weight of(long storeId) {
    return weights.getOrDefault(storeId, Weight.ONE);
  }

  public synchronized void set(long storeId, Weight weight) {
    fence.commit(
        List.of(
            new Write.Put(fence.keys().leaderWeight(storeId), text(weight.leader())),
            new Write.Put(fence.keys().regionWeight(storeId), text(weight.region()))));
    weights.put(storeId, weight);
  }

  /// What is in etcd goes with the store.
  void forget(long storeId) {
    weights.remove(storeId);
  }

  private static ByteString text(double value) {
    return ByteString.copyFromUtf8(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
  }
}

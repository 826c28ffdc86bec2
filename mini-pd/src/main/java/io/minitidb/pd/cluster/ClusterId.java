package io.minitidb.pd.cluster;

import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.Guard;
import io.minitidb.pd.etcd.MetaStore.Write;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/// The id that tells this cluster from all others: unix seconds in the upper half, chance in the
/// lower. Drawn by whichever member comes first, read by the others.
public final class ClusterId {
  private ClusterId() {}

  /// Returns the id of the cluster in `store`, creating it once.
  public static long obtain(MetaStore store) {
    long fresh =
        Instant.now().getEpochSecond() << 32 | Integer.toUnsignedLong(new SecureRandom().nextInt());
    boolean created =
        store.commit(
            List.of(new Guard.Absent(PdKeys.CLUSTER_ID)),
            List.of(new Write.Put(PdKeys.CLUSTER_ID, U64.bytes(fresh))));
    return created ? fresh : U64.parse(store.get(PdKeys.CLUSTER_ID).orElseThrow().value());
  }
}

package io.minitidb.pd.cluster;

import io.minitidb.pd.etcd.MetaStore.Entry;
import io.minitidb.pd.etcd.MetaStore.Guard;
import io.minitidb.pd.etcd.MetaStore.Write;
import java.util.List;
import java.util.Optional;

/// Hands out ids that are unique in the cluster. A window of them is reserved in etcd ahead of use;
/// what a leader had left when it lost its term is never handed out again.
public final class Ids {
  private static final long WINDOW = 1000;

  private final Fence fence;
  private long last;
  private long end;

  Ids(Fence fence) {
    this.fence = fence;
    reserve(WINDOW);
  }

  /// Returns the last of `count` consecutive new ids.
  public synchronized long next(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be positive, not " + count);
    }
    if (end - last < count) {
      reserve(Math.max(WINDOW, count));
    }
    last += count;
    return last;
  }

  private void reserve(long size) {
    String key = fence.keys().allocId();
    Optional<Entry> old = fence.store().get(key);
    long from = old.map(entry -> U64.parse(entry.value())).orElse(0L);
    Guard unchanged =
        old.isPresent() ? new Guard.ValueIs(key, old.get().value()) : new Guard.Absent(key);
    fence.commit(List.of(unchanged), List.of(new Write.Put(key, U64.bytes(from + size))));
    last = from;
    end = from + size;
  }
}

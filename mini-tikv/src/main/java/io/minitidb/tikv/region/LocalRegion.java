package io.minitidb.tikv.region;

import io.minitidb.pdclient.Region;
import io.minitidb.pdclient.Traffic;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// A region while it is on this store: its borders, a fence that writers pass and that closes while
/// the borders change, and what was read and written. Thread-safe.
public final class LocalRegion {
  private final ReadWriteLock fence = new ReentrantReadWriteLock();
  private final LongAdder bytesWritten = new LongAdder();
  private final LongAdder keysWritten = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder keysRead = new LongAdder();
  private volatile Region region;

  LocalRegion(Region region) {
    this.region = region;
  }

  public Region region() {
    return region;
  }

  /// Only behind the closed fence.
  void become(Region changed) {
    region = changed;
  }

  /// Those who write hold its reading half, who changes the region the other one.
  ReadWriteLock fence() {
    return fence;
  }

  public void wrote(long keys, long bytes) {
    keysWritten.add(keys);
    bytesWritten.add(bytes);
  }

  public void read(long keys, long bytes) {
    keysRead.add(keys);
    bytesRead.add(bytes);
  }

  /// Returns what was read and written since the last call; one caller.
  public Traffic traffic(Instant from, Instant to) {
    return new Traffic(
        bytesWritten.sumThenReset(),
        bytesRead.sumThenReset(),
        keysWritten.sumThenReset(),
        keysRead.sumThenReset(),
        from,
        to);
  }
}

package io.minitidb.pd.cluster;

import com.google.protobuf.ByteString;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.Guard;
import io.minitidb.pd.etcd.MetaStore.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The right to write as the leader of one term. Each write holds only if the leader key still has
/// our bytes, so a member that has lost its leadership without knowing it changes nothing.
public final class Fence implements AutoCloseable {
  private final MetaStore store;
  private final PdKeys keys;
  private final ByteString leaderValue;
  private volatile Lease lease;

  Fence(MetaStore store, PdKeys keys, ByteString leaderValue, Lease lease) {
    this.store = store;
    this.keys = keys;
    this.leaderValue = leaderValue;
    this.lease = lease;
  }

  /// Says whether the term's lease surely lasts at this moment.
  public boolean valid() {
    return lease.valid();
  }

  /// Returns for how long the lease surely lasts.
  public Duration remaining() {
    return lease.remaining();
  }

  /// Returns up to when the lease surely lasts or did last, in nanoseconds of [System#nanoTime()].
  long expiryNanos() {
    return lease.expiryNanos();
  }

  /// Hangs the leader key on another lease, and ends the one that it was on.
  ///
  /// @throws FencedException when this term is over
  /// @throws io.minitidb.pd.etcd.MetaException when nobody knows which of both it hangs on: this
  ///   term must end
  void moveTo(Lease next) {
    try {
      commit(List.of(new Write.Put(keys.leader(), leaderValue, next.id())));
    } catch (RuntimeException e) {
      next.close();
      throw e;
    }
    Lease before = lease;
    next.keepAlive();
    lease = next;
    before.close();
  }

  /// Ends the lease, and with it the leader key.
  @Override
  public void close() {
    lease.close();
  }

  public PdKeys keys() {
    return keys;
  }

  /// Reads go to the same etcd.
  public MetaStore store() {
    return store;
  }

  /// Applies `writes`.
  ///
  /// @throws FencedException when this term is over
  public void commit(List<Write> writes) {
    commit(List.of(), writes);
  }

  /// Applies `writes` if `guards` hold.
  ///
  /// @throws FencedException when they do not, or this term is over
  public void commit(List<Guard> guards, List<Write> writes) {
    List<Guard> all = new ArrayList<>(guards);
    all.add(new Guard.ValueIs(keys.leader(), leaderValue));
    if (!store.commit(all, writes)) {
      throw new FencedException();
    }
  }
}

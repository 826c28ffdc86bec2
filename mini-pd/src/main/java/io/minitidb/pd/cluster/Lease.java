package io.minitidb.pd.cluster;

import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.Grant;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A lease in etcd and how long it surely lasts by our own monotonic clock: from the moment
/// *before* the request that renewed it. Whoever holds it stops by that clock and never looks at
/// the key, which only others need. Once over it stays over, whatever etcd answers later: others
/// may have seen its end.
final class Lease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lease.class);
  private static final Duration REVOKE_LIMIT = Duration.ofSeconds(1);
  private static final int RENEWALS_PER_TTL = 3;

  private final MetaStore store;
  private final LongSupplier nanoClock;
  private final Grant grant;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pd-lease").factory());
  private volatile long expiryNanos;
  private volatile boolean ended;

  private Lease(MetaStore store, LongSupplier nanoClock, Grant grant, long askedNanos) {
    this.store = store;
    this.nanoClock = nanoClock;
    this.grant = grant;
    this.expiryNanos = askedNanos + grant.ttl().toNanos();
  }

  static Lease grant(MetaStore store, Duration ttl, LongSupplier nanoClock) {
    long asked = nanoClock.getAsLong();
    return new Lease(store, nanoClock, store.grant(ttl), asked);
  }

  long id() {
    return grant.id();
  }

  /// Starts to renew the lease three times in its life. Each time may take a whole life: an etcd
  /// that is slow but answers keeps it alive. So up to three are under way at a time.
  void keepAlive() {
    long period = grant.ttl().toMillis() / RENEWALS_PER_TTL;
    MetaStore patient = store.within(grant.ttl());
    timer.scheduleAtFixedRate(
        () -> Thread.ofVirtual().name("pd-renewal").start(() -> renew(patient)),
        period,
        period,
        TimeUnit.MILLISECONDS);
  }

  private void renew(MetaStore patient) {
    long asked = nanoClock.getAsLong();
    try {
      renewed(asked, patient.keepAlive(grant.id()));
    } catch (MetaException e) {
      if (valid()) {
        log.warn(
            "renewing the leader's lease failed, it lasts for another {} ms: {}",
            remaining().toMillis(),
            e.getMessage());
      }
    }
  }

  /// Takes in that etcd has renewed the lease. Answers may overtake each other.
  ///
  /// @param asked when it was asked to
  synchronized void renewed(long asked, Duration ttl) {
    if (!valid()) {
      return;
    }
    long expiry = asked + ttl.toNanos();
    if (expiry - expiryNanos > 0) {
      expiryNanos = expiry;
    }
  }

  boolean valid() {
    return !remaining().isZero();
  }

  /// Returns the time that is left, zero when it is over.
  Duration remaining() {
    long left = expiryNanos - nanoClock.getAsLong();
    if (ended || left <= 0) {
      ended = true;
      return Duration.ZERO;
    }
    return Duration.ofNanos(left);
  }

  /// Returns up to when it surely lasts or did last, in the nanoseconds of its clock.
  long expiryNanos() {
    return expiryNanos;
  }

  /// Ends the lease here at once, then in etcd, so that nobody has to wait for it to run out.
  @Override
  public void close() {
    ended = true;
    timer.shutdownNow();
    try {
      store.within(REVOKE_LIMIT).revoke(grant.id());
    } catch (MetaException e) {
      log.warn("revoking the leader's lease failed, it runs out by itself: {}", e.getMessage());
    }
  }
}

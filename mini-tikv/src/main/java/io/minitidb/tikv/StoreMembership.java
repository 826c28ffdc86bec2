package io.minitidb.tikv;

import io.minitidb.node.HostPort;
import io.minitidb.node.Pulse;
import io.minitidb.node.Version;
import io.minitidb.pdclient.PdClient;
import io.minitidb.pdclient.PdException;
import io.minitidb.pdclient.Region;
import io.minitidb.pdclient.Store;
import io.minitidb.pdclient.StoreReport;
import io.minitidb.pdclient.Traffic;
import io.minitidb.probe.Sample;
import io.minitidb.probe.Vitals;
import io.minitidb.tikv.engine.EngineCounts;
import io.minitidb.tikv.engine.RocksEngine;
import io.minitidb.tikv.engine.StoreIdent;
import io.minitidb.tikv.region.LocalRegions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store's place in the cluster: gets its identity, registers with PD, and tells it regularly
/// that it lives and which regions it has.
final class StoreMembership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoreMembership.class);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final Duration COMPLAINT = Duration.ofSeconds(5);

  private final PdClient pd;
  private final RocksEngine engine;
  private final Vitals vitals;
  private final Instant started;
  private Duration interval;
  private Duration regionInterval;
  private volatile boolean registered;
  private volatile @Nullable Pulse pulse;
  private final AtomicLong asked = new AtomicLong(System.nanoTime());
  private @Nullable RegionReporter reporter;
  private EngineCounts counted;
  private Instant countedAt;

  /// @param interval of the heartbeats
  /// @param regionInterval of the reports about regions
  StoreMembership(
      PdClient pd,
      RocksEngine engine,
      Vitals vitals,
      Instant started,
      Duration interval,
      Duration regionInterval) {
    this.interval = interval;
    this.regionInterval = regionInterval;
    this.counted = engine.counts();
    this.countedAt = Instant.now();
    this.pd = pd;
    this.engine = engine;
    this.vitals = vitals;
    this.started = started;
  }

  /// Waits for PD, then returns who this store is: as written in its directory, or newly allocated.
  ///
  /// @throws io.minitidb.tikv.engine.EngineException when the directory belongs to another cluster
  StoreIdent identify() throws InterruptedException {
    Instant complained = Instant.now();
    while (true) {
      try {
        long clusterId = pd.clusterId();
        StoreIdent ident = StoreIdent.read(engine).orElse(null);
        if (ident == null) {
          ident = new StoreIdent(clusterId, pd.allocId());
          ident.write(engine);
        }
        ident.checkCluster(clusterId);
        return ident;
      } catch (PdException e) {
        if (Instant.now().isAfter(complained.plus(COMPLAINT))) {
          log.warn("still waiting for PD: {}", e.getMessage());
          complained = Instant.now();
        }
        TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
      }
    }
  }

  /// Registers the store, now serving at these addresses, and begins to send heartbeats.
  synchronized void join(
      StoreIdent ident, LocalRegions regions, String address, String statusAddress) {
    Store store =
        new Store(
            ident.storeId(),
            address,
            statusAddress,
            "Up",
            Version.RELEASE,
            Version.GIT_HASH,
            started,
            Instant.EPOCH);
    pulse = new Pulse("pd-heartbeat", Duration.ZERO, RETRY, () -> turn(store, regions));
    regions.onMissing(this::askAtOnce);
  }

  /// Returns whether PD has heard of this store since it started.
  boolean isRegistered() {
    return registered;
  }

  /// Sets the interval of the heartbeats, from now on.
  synchronized void every(Duration changed) {
    interval = changed;
    if (pulse != null && registered) {
      pulse.every(changed);
    }
  }

  /// Sets the interval of the reports about regions, from now on.
  synchronized void regionsEvery(Duration changed) {
    regionInterval = changed;
    if (reporter != null) {
      reporter.every(changed);
    }
  }

  /// Lets PD say at once which regions it wants here, but not more often than it would be asked in
  /// vain.
  private void askAtOnce() {
    long now = System.nanoTime();
    long last = asked.get();
    if (now - last > RETRY.toNanos() && asked.compareAndSet(last, now)) {
      Pulse current = pulse;
      if (current != null) {
        current.now();
      }
    }
  }

  /// Reports the regions and returns when that is done; a store that has not registered has nothing
  /// to report yet.
  void reportRegions() {
    RegionReporter current;
    synchronized (this) {
      current = reporter;
    }
    if (current != null) {
      current.report();
    }
  }

  private void turn(Store store, LocalRegions regions) {
    if (registered || register(store, regions)) {
      beat(store, regions);
    }
  }

  private boolean register(Store store, LocalRegions regions) {
    try {
      if (!pd.isBootstrapped()) {
        pd.bootstrap(store, pd.allocId(), pd.allocId()).ifPresent(regions::adopt);
      }
      pd.putStore(store);
    } catch (PdException e) {
      log.warn("registering with PD failed, trying again: {}", e.getMessage());
      return false;
    }
    log.info("registered as store {} at {}", store.id(), store.address());
    synchronized (this) {
      registered = true;
      every(interval);
      reporter = new RegionReporter(pd, regions, engine, store.id(), regionInterval);
    }
    return true;
  }

  private void beat(Store store, LocalRegions regions) {
    try {
      Sample now = vitals.latest();
      // Those of which PD knows and this store does not: it was interrupted in its first moments,
      // or they were on a store that is lost.
      List<Region> wanted =
          pd.storeHeartbeat(
              new StoreReport(
                  store.id(),
                  now.disk().total(),
                  now.disk().free(),
                  engine.size(),
                  started,
                  regions.all().size(),
                  traffic(),
                  Map.of("mini-tikv", cores(now))));
      List<Region> adopted = wanted.stream().filter(regions::adopt).toList();
      adopted.forEach(
          region -> log.info("region {} begins here, empty", Long.toUnsignedString(region.id())));
      tell(!adopted.isEmpty(), pd.leader());
    } catch (RuntimeException e) {
      log.warn("a heartbeat to PD failed: {}", e.getMessage());
    }
  }

  private synchronized void tell(boolean changed, HostPort leader) {
    if (reporter != null && changed) {
      reporter.now();
    } else if (reporter != null) {
      reporter.owedTo(leader);
    }
  }

  private Traffic traffic() {
    EngineCounts before = counted;
    Instant from = countedAt;
    counted = engine.counts();
    countedAt = Instant.now();
    return new Traffic(
        counted.bytesWritten() - before.bytesWritten(),
        counted.bytesRead() - before.bytesRead(),
        counted.keysWritten() - before.keysWritten(),
        counted.keysRead() - before.keysRead(),
        from,
        countedAt);
  }

  /// Returns percent of one core.
  private static long cores(Sample now) {
    return Math.round(100 * now.process().cpu() * Runtime.getRuntime().availableProcessors());
  }

  @Override
  public synchronized void close() {
    if (pulse != null) {
      pulse.close();
    }
    if (reporter != null) {
      reporter.close();
    }
  }
}

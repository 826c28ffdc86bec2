package io.minitidb.tikv;

import io.minitidb.node.Pulse;
import io.minitidb.node.Version;
import io.minitidb.pdclient.PdClient;
import io.minitidb.pdclient.PdException;
import io.minitidb.pdclient.Store;
import io.minitidb.probe.Space;
import io.minitidb.probe.Vitals;
import io.minitidb.tikv.engine.RocksEngine;
import io.minitidb.tikv.engine.StoreIdent;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store's place in the cluster: gets its identity, registers with PD, and tells it regularly
/// that it lives.
final class StoreMembership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoreMembership.class);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final Duration COMPLAINT = Duration.ofSeconds(5);

  private final PdClient pd;
  private final RocksEngine engine;
  private final Vitals vitals;
  private final Instant started;
  private Duration interval;
  private boolean registered;
  private @Nullable Pulse pulse;

  /// @param interval of the heartbeats
  StoreMembership(
      PdClient pd, RocksEngine engine, Vitals vitals, Instant started, Duration interval) {
    this.interval = interval;
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
  synchronized void join(StoreIdent ident, String address, String statusAddress) {
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
    pulse = new Pulse("pd-heartbeat", Duration.ZERO, RETRY, () -> turn(store));
  }

  /// Sets the interval of the heartbeats, from now on.
  synchronized void every(Duration changed) {
    interval = changed;
    if (pulse != null && registered) {
      pulse.every(changed);
    }
  }

  private void turn(Store store) {
    if (registered || register(store)) {
      beat(store);
    }
  }

  private boolean register(Store store) {
    try {
      if (!pd.isBootstrapped()) {
        pd.bootstrap(store, pd.allocId(), pd.allocId());
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
    }
    return true;
  }

  private void beat(Store store) {
    try {
      Space disk = vitals.latest().disk();
      pd.storeHeartbeat(store.id(), disk.total(), disk.free(), engine.size(), started);
    } catch (RuntimeException e) {
      log.warn("a heartbeat to PD failed: {}", e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    if (pulse != null) {
      pulse.close();
    }
  }
}

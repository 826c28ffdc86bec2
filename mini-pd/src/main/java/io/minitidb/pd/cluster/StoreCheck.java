package io.minitidb.pd.cluster;

import io.minitidb.node.Pulse;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.model.Store;
import io.minitidb.pd.model.StoreLoad;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the states of the stores in the background, as long as the term lasts: new ones
/// become ready to serve, those that have left are buried, old tombstones are deleted. A failure is
/// logged, and the next round tries again.
final class StoreCheck implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoreCheck.class);

  /// How often it is looked whether a round is due, so that another interval holds at once.
  private static final Duration TICK = Duration.ofMillis(100);

  /// Below so many regions a cluster is new, and its stores need no preparation.
  private static final int FEW_REGIONS = 100;

  /// The share of the mean store's regions that a new store must have to serve.
  private static final double PREPARED = 0.9;

  private static final Duration TOMBSTONES_KEPT = Duration.ofDays(30);

  private final ClusterState cluster;
  private final Ids ids;
  private final Clock clock;
  private final Supplier<StoreRules> rules;
  private long last = System.nanoTime();
  private final Pulse pulse;

  StoreCheck(ClusterState cluster, Ids ids, Clock clock, Supplier<StoreRules> rules) {
    this.cluster = cluster;
    this.ids = ids;
    this.clock = clock;
    this.rules = rules;
    pulse = new Pulse("pd-stores", TICK, TICK, this::tick);
  }

  private void tick() {
    if (System.nanoTime() - last < rules.get().checkInterval().toNanos()) {
      return;
    }
    last = System.nanoTime();
    try {
      round();
    } catch (MetaException | FencedException e) {
      log.warn("looking after the stores failed, trying again: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("looking after the stores failed", e);
    }
  }

  void round() {
    if (cluster.bootstrapTime().isEmpty()) {
      return;
    }
    for (Store store : cluster.stores()) {
      switch (store.state()) {
        case UP -> serve(store);
        case OFFLINE -> bury(store);
        case TOMBSTONE -> {
          Duration silence = Duration.between(store.heartbeatTime(), clock.instant());
          if (silence.compareTo(TOMBSTONES_KEPT) > 0 && cluster.forget(store.id())) {
            log.info("the tombstone of store {} is deleted", Long.toUnsignedString(store.id()));
          }
        }
      }
    }
  }

  private void serve(Store store) {
    if (store.nodeState() == Store.NodeState.PREPARING && prepared(store)) {
      cluster.storeBook().serve(store.id());
    }
  }

  private boolean prepared(Store store) {
    return cluster.regionBook().count() < FEW_REGIONS
        || store.uptime().compareTo(rules.get().maxPreparing()) >= 0
        || cluster.regionBook().load(store.id()).regionSize() >= PREPARED * meanSize();
  }

  private double meanSize() {
    return cluster.stores().stream()
        .filter(store -> store.state() == Store.State.UP)
        .mapToLong(store -> cluster.regionBook().load(store.id()).regionSize())
        .average()
        .orElse(0);
  }

  /// A store that has regions stays, unless it is lost with them: then others begin them anew.
  private void bury(Store store) {
    if (store.physicallyDestroyed() && load(store).regions() > 0) {
      heir()
          .ifPresent(heir -> {
            log.warn(
                "store {} is lost: regions that only it had begin anew, empty, on store {}",
                Long.toUnsignedString(store.id()),
                Long.toUnsignedString(heir.id()));
            cluster.regionBook().renew(store.id(), heir.id(), () -> ids.next(1));
          });
    }
    if (load(store).regions() == 0) {
      cluster.storeBook().bury(store.id());
      log.info("store {} has left and is a tombstone", Long.toUnsignedString(store.id()));
    }
  }

  private StoreLoad load(Store store) {
    return cluster.regionBook().load(store.id());
  }

  /// Returns the living store with the fewest regions.
  private Optional<Store> heir() {
    Instant alive = clock.instant().minus(rules.get().mayBeSilent());
    return cluster.stores().stream()
        .filter(store -> store.state() == Store.State.UP && store.heartbeatTime().isAfter(alive))
        .min(Comparator.comparingInt(store -> load(store).regions()));
  }

  @Override
  public void close() {
    pulse.close();
  }
}

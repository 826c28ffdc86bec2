package io.minitidb.pd.cluster;

import io.minitidb.pd.model.RegionState;
import io.minitidb.pd.model.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Sends empty regions with a single peer from stores that have many regions to those that have
/// few: nothing has to be copied. Regions with keys stay where they are. Safe for use by several
/// threads.
public final class Spread {
  /// An order that was not obeyed by then is forgotten.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final StoreBook stores;
  private final RegionBook regions;
  private final Clock clock;
  private final Supplier<StoreRules> rules;
  private final Map<Long, Order> orders = new ConcurrentHashMap<>();

  private record Order(long from, long to, Instant end) {}

  Spread(StoreBook stores, RegionBook regions, Clock clock, Supplier<StoreRules> rules) {
    this.stores = stores;
    this.regions = regions;
    this.clock = clock;
    this.rules = rules;
  }

  /// Returns the store that a region is to move to, if it is to move.
  ///
  /// @param said what its leader has just reported
  public synchronized Optional<Store> target(RegionState said) {
    Instant now = clock.instant();
    orders.remove(said.region().id());
    orders.values().removeIf(order -> order.end().isBefore(now));
    boolean empty = said.size() == 0 && said.keys() == 0 && said.reported();
    long from = said.region().onlyPeer().map(peer -> peer.storeId()).orElse(0L);
    if (!empty || !said.ledBy(from)) {
      return Optional.empty();
    }
    Instant alive = now.minus(rules.get().mayBeSilent());
    Optional<Store> target =
        stores.all().stream()
            .filter(store -> store.state() == Store.State.UP)
            .filter(store -> store.heartbeatTime().isAfter(alive))
            .min(Comparator.comparingInt(store -> count(store.id())))
            .filter(store -> count(from) - count(store.id()) >= 2);
    target.ifPresent(
        store -> orders.put(said.region().id(), new Order(from, store.id(), now.plus(PATIENCE))));
    return target;
  }

  /// Counts as if all orders were obeyed.
  private int count(long store) {
    int moving =
        orders.values().stream()
            .mapToInt(order -> order.to() == store ? 1 : order.from() == store ? -1 : 0)
            .sum();
    return regions.load(store).regions() + moving;
  }
}

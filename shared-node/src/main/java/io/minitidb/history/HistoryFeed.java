package io.minitidb.history;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.minitidb.memtable.KeptTable;
import io.minitidb.memtable.NodeContext;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.Pulse;
import io.minitidb.pdclient.PdClient;
import io.minitidb.pdclient.Store;
import io.minitidb.probe.Sample;
import io.minitidb.proto.history.HistoryGrpc;
import io.minitidb.proto.history.KeepRequest;
import io.minitidb.proto.history.Origin;
import io.minitidb.proto.history.Tick;
import io.minitidb.server.Channels;
import io.minitidb.tls.Security;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands every sample of a node over to the stores that keep its history: two of them, the heaviest
/// of those that answer. A store keeps its own history itself and has one other store keep a copy.
/// What samples calls this and never waits; nor does any query.
public final class HistoryFeed implements Consumer<Sample>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HistoryFeed.class);
  private static final int COPIES = 2;
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Duration REFRESH = Duration.ofSeconds(5);
  private static final Duration FIRST_LOOK = Duration.ofMillis(200);
  private static final long AVOIDED = TimeUnit.SECONDS.toNanos(10);

  private final PdClient pd;
  private final Security security;
  private final Map<String, KeptTable> tables;
  private final Map<Long, Long> failed = new ConcurrentHashMap<>(); // when a store failed last
  private final Map<HostPort, ManagedChannel> channels = new ConcurrentHashMap<>();
  private final Map<Integer, Long> targets = new HashMap<>(); // where each copy goes
  private final List<CopySender> senders = new CopyOnWriteArrayList<>();
  private volatile List<Store> stores = List.of();
  private volatile @Nullable Begun begun;
  private @Nullable Pulse refresh;
  private Duration pause = FIRST_LOOK; // of the thread that looks

  private record Begun(
      TickMaker maker, NodeInfo node, Origin origin, Optional<TickTaker> own, long ownStore) {}

  /// @param endpoints client addresses of members of PD, which tell the stores
  /// @param tables whose rows are kept
  public HistoryFeed(List<HostPort> endpoints, Security security, Map<String, KeptTable> tables) {
    this.pd = new PdClient(endpoints, security);
    this.security = security;
    this.tables = tables;
  }

  /// Begins to hand over what is sampled from now on.
  public void begin(NodeContext node) {
    begin(node, Optional.empty(), 0);
  }

  /// As [#begin(NodeContext)], on a store.
  ///
  /// @param own keeps one of the copies
  public void begin(NodeContext node, TickTaker own, long storeId) {
    begin(node, Optional.of(own), storeId);
  }

  private synchronized void begin(NodeContext node, Optional<TickTaker> own, long storeId) {
    NodeInfo info = node.node();
    int copies = own.isPresent() ? COPIES - 1 : COPIES;
    for (int i = 0; i < copies; i++) {
      int number = i;
      senders.add(
          new CopySender(
              "history-copy-" + i,
              () -> target(info, storeId, number),
              () -> others(storeId) <= number,
              this::send));
    }
    refresh = new Pulse("history-stores", FIRST_LOOK, FIRST_LOOK, this::look);
    begun = new Begun(new TickMaker(node, tables), info, TickCodec.encode(info), own, storeId);
  }

  private void look() {
    try {
      List<Store> known = pd.stores();
      stores = known;
      Pulse pulse = refresh;
      if (pulse != null) {
        // A cluster without stores is not asked five times a second for ever.
        pause = known.isEmpty() && pause.compareTo(REFRESH) < 0 ? pause.multipliedBy(2) : REFRESH;
        pulse.every(pause);
      }
    } catch (RuntimeException e) {
      log.debug("the stores stay as they were: {}", e.getMessage());
    }
  }

  /// Returns the store for copy `number`: one of the heaviest that have not failed just now, and
  /// the same as before while it is one of them, so that no tick is left between two stores.
  private synchronized Optional<Store> target(NodeInfo node, long ownStore, int number) {
    long now = System.nanoTime();
    List<Store> best =
        Placement.order(node.instance(), stores).stream()
            .filter(store -> store.id() != ownStore && !isAvoided(store, now))
            .limit(senders.size())
            .toList();
    Optional<Store> chosen =
        best.stream()
            .filter(store -> Objects.equals(targets.get(number), store.id()))
            .findFirst()
            .or(() ->
                best.stream().filter(store -> !targets.containsValue(store.id())).findFirst());
    chosen.ifPresentOrElse(store -> targets.put(number, store.id()), () -> targets.remove(number));
    return chosen;
  }

  /// Returns how many other stores there are; many when that is not known.
  private long others(long ownStore) {
    List<Store> known = stores;
    return known.isEmpty()
        ? Long.MAX_VALUE
        : known.stream().filter(store -> store.id() != ownStore).count();
  }

  private boolean isAvoided(Store store, long now) {
    Long since = failed.get(store.id());
    return since != null && now - since < AVOIDED;
  }

  private boolean send(Store store, List<Tick> ticks) {
    Begun node = begun;
    if (node == null) {
      return false;
    }
    HostPort address = HostPort.parse(store.address());
    ManagedChannel channel =
        channels.computeIfAbsent(address, each -> Channels.open(each, security));
    try {
      var _ =
          HistoryGrpc.newBlockingStub(channel)
              .withDeadlineAfter(DEADLINE.toNanos(), TimeUnit.NANOSECONDS)
              .keep(KeepRequest.newBuilder().setOrigin(node.origin()).addAllTicks(ticks).build());
      failed.remove(store.id());
      return true;
    } catch (StatusRuntimeException e) {
      log.debug("store {} does not take history: {}", store.id(), e.getStatus());
      failed.put(store.id(), System.nanoTime());
      if (e.getStatus().getCode() == Status.Code.UNAVAILABLE && channels.remove(address, channel)) {
        channel.shutdownNow(); // a new one tries at once
      }
      return false;
    }
  }

  @Override
  public void accept(Sample sample) {
    Begun node = begun;
    if (node == null) {
      return;
    }
    io.minitidb.history.Tick tick = node.maker().make(sample);
    Tick message = TickCodec.encode(tick, tables);
    senders.forEach(sender -> sender.offer(message));
    node.own().ifPresent(own -> own.take(node.node(), List.of(tick)));
  }

  @Override
  public synchronized void close() {
    begun = null;
    if (refresh != null) {
      refresh.close();
    }
    senders.forEach(CopySender::close);
    channels.values().forEach(ManagedChannel::shutdownNow);
    pd.close();
  }
}

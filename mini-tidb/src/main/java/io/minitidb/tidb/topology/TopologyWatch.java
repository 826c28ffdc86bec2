package io.minitidb.tidb.topology;

import io.minitidb.etcd.Etcd;
import io.minitidb.etcd.EtcdException;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.pdclient.Member;
import io.minitidb.pdclient.PdClient;
import io.minitidb.pdclient.PdException;
import io.minitidb.pdclient.Store;
import io.minitidb.pdclient.StoreStatus;
import io.minitidb.pdclient.StoreStatusClient;
import io.minitidb.tls.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the topology current in the background: after every change that etcd reports, and every
/// few seconds. When etcd or PD cannot be asked, the last known topology stays.
public final class TopologyWatch implements CurrentTopology, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TopologyWatch.class);

  private final Etcd etcd;
  private final PdClient pd;
  private final PdStatus pdStatus;
  private final StoreStatusClient storeStatus;
  private final Registration registration;
  private final AtomicBoolean queued = new AtomicBoolean();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("topology").factory());
  private Future<?> refreshes = CompletableFuture.completedFuture(null);
  private volatile List<StoreStatus> stores = List.of();
  private volatile Topology latest = new Topology(List.of(), Instant.EPOCH);

  public TopologyWatch(List<HostPort> pdEndpoints, Security security) {
    this.pdStatus = new PdStatus(security);
    this.storeStatus = new StoreStatusClient(security);
    this.etcd = new Etcd(pdEndpoints, security);
    this.pd = new PdClient(pdEndpoints, security);
    this.registration = new Registration(etcd);
  }

  /// Waits until etcd and PD answer, then returns the server id of the mini-tidb at `address`.
  public long join(String address) throws InterruptedException {
    Instant complained = Instant.now();
    while (true) {
      try {
        pd.clusterId();
        return registration.serverId(address);
      } catch (EtcdException | PdException e) {
        if (Instant.now().isAfter(complained.plusSeconds(5))) {
          log.warn("still waiting for PD: {}", e.getMessage());
          complained = Instant.now();
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  /// Makes this mini-tidb known and begins to watch the others. Returns when the topology holds
  /// what there is now.
  public void announce(String uuid, NodeInfo self, long serverId) {
    registration.announce(new ServerEntry(uuid, self, serverId));
    etcd.watch(ServerEntry.PREFIX, this::refreshSoon);
    etcd.watch("/pd/" + Long.toUnsignedString(pd.clusterId()) + "/", this::refreshSoon);
    refresh();
  }

  /// Asks so often from now on, whether etcd reports a change or not.
  public synchronized void every(Duration interval) {
    refreshes.cancel(false);
    refreshes =
        clock.scheduleWithFixedDelay(
            this::refresh, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Many changes at once need one refresh.
  private void refreshSoon() {
    if (queued.compareAndSet(false, true)) {
      clock.execute(this::refresh);
    }
  }

  private void refresh() {
    queued.set(false);
    try {
      List<Topology.Node> nodes = new ArrayList<>();
      nodes.addAll(tidbs());
      nodes.addAll(pds());
      nodes.addAll(tikvs());
      latest = new Topology(nodes, Instant.now());
      refreshStores();
    } catch (EtcdException | PdException e) {
      log.warn("the topology of {} stays in use: {}", latest.confirmed(), e.getMessage());
    } catch (RuntimeException e) {
      log.error("refreshing the topology failed", e);
    }
  }

  private void refreshStores() {
    List<HostPort> members =
        latest.of(Set.of(NodeKind.PD)).stream().map(node -> node.info().address()).toList();
    try {
      stores = storeStatus.stores(members);
    } catch (PdException e) {
      log.debug("the statistics of the stores stay as they were: {}", e.getMessage());
    }
  }

  /// Returns the stores as PD told them last; never waits.
  public List<StoreStatus> stores() {
    return stores;
  }

  /// Two entries of one address are a mini-tidb that was restarted before its old entry ended: the
  /// newer one counts.
  private List<Topology.Node> tidbs() {
    Map<HostPort, ServerEntry> newest = new HashMap<>();
    for (Map.Entry<String, String> entry : etcd.range(ServerEntry.PREFIX).entrySet()) {
      Optional<ServerEntry> server = ServerEntry.parse(entry);
      server.ifPresent(found ->
          newest.merge(
              found.info().address(),
              found,
              (a, b) -> a.info().startTime().isAfter(b.info().startTime()) ? a : b));
    }
    return newest.values().stream()
        .sorted(Comparator.comparing(entry -> entry.info().instance()))
        .map(entry -> new Topology.Node(entry.info(), 0, entry.serverId(), entry.uuid()))
        .toList();
  }

  private List<Topology.Node> pds() {
    List<Member> started =
        pd.members().stream().filter(member -> !member.clientUrls().isEmpty()).toList();
    return pdStatus.describe(started).stream()
        .sorted(Comparator.comparing(NodeInfo::instance))
        .map(info -> new Topology.Node(info, 0, 0, ""))
        .toList();
  }

  private List<Topology.Node> tikvs() {
    return pd.stores().stream()
        .filter(store -> !store.address().isEmpty())
        .sorted(Comparator.comparing(Store::address))
        .flatMap(store -> node(store).stream())
        .toList();
  }

  /// A store with an address that is none costs itself and a line in the log, never the topology.
  private static Optional<Topology.Node> node(Store store) {
    try {
      return Optional.of(new Topology.Node(info(store), store.id(), 0, ""));
    } catch (IllegalArgumentException e) {
      log.warn("ignoring store {}: {}", store.id(), e.getMessage());
      return Optional.empty();
    }
  }

  private static NodeInfo info(Store store) {
    HostPort address = HostPort.parse(store.address());
    return new NodeInfo(
        NodeKind.TIKV,
        "tikv" + store.id(),
        address,
        store.statusAddress().isEmpty() ? address : HostPort.parse(store.statusAddress()),
        store.version(),
        store.gitHash(),
        store.startTime());
  }

  @Override
  public Topology get() {
    return latest;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    registration.close();
    pd.close();
    storeStatus.close();
    etcd.close();
  }
}

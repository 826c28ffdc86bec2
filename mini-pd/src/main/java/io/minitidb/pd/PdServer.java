package io.minitidb.pd;

import io.grpc.ManagedChannel;
import io.grpc.protobuf.services.HealthStatusManager;
import io.minitidb.config.ConfigLoader;
import io.minitidb.config.Configurable;
import io.minitidb.config.LiveConfig;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.coprocessor.CoprocessorRoute;
import io.minitidb.desired.Coordinator;
import io.minitidb.desired.DesiredStore;
import io.minitidb.desired.Follower;
import io.minitidb.desired.LocalTarget;
import io.minitidb.etcd.Etcd;
import io.minitidb.latency.LatencyWatch;
import io.minitidb.log.Logging;
import io.minitidb.log.NodeLog;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.NetworkLatency;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.Settings;
import io.minitidb.memtable.Sources;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.node.Version;
import io.minitidb.pd.change.MemberChanges;
import io.minitidb.pd.change.TtlItems;
import io.minitidb.pd.cluster.ClusterId;
import io.minitidb.pd.cluster.Election;
import io.minitidb.pd.cluster.LatencyPeers;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.Members;
import io.minitidb.pd.cluster.PdKeys;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.etcd.EtcdBinary;
import io.minitidb.pd.etcd.EtcdOptions;
import io.minitidb.pd.etcd.EtcdProcess;
import io.minitidb.pd.etcd.JetcdMetaStore;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.EtcdStatus;
import io.minitidb.pd.grpc.EtcdPassThrough;
import io.minitidb.pd.grpc.PdService;
import io.minitidb.pd.http.ConfigRoutes;
import io.minitidb.pd.http.ConfigView;
import io.minitidb.pd.http.CorsFilter;
import io.minitidb.pd.http.LocalRoutes;
import io.minitidb.pd.http.LogRoute;
import io.minitidb.pd.http.MachineRoutes;
import io.minitidb.pd.http.PdRoutes;
import io.minitidb.pd.http.PeerHttp;
import io.minitidb.pd.http.ProcessRoutes;
import io.minitidb.pd.http.Redirector;
import io.minitidb.pd.http.StoreRoutes;
import io.minitidb.pd.model.PdMember;
import io.minitidb.probe.InventoryWatch;
import io.minitidb.probe.LinuxProbe;
import io.minitidb.probe.Sampler;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpCall;
import io.minitidb.server.HttpRelay;
import io.minitidb.server.NodeServer;
import io.minitidb.server.ProfileRoute;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running member: its etcd, its election and its port. The port is open as soon as [#start]
/// returns; joining the cluster goes on behind it, because it needs a quorum.
public final class PdServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PdServer.class);
  private static final Duration METADATA_LIMIT = Duration.ofSeconds(3);
  private static final Duration ETCD_POLL = Duration.ofMillis(30);

  private final PdConfig config;
  private final LiveConfig<PdConfig> live;
  private final LiveParts parts;
  private final Closer closer;
  private final LocalMember member;
  private final EtcdProcess etcd;
  private final ManagedChannel etcdChannel;
  private final LatencyWatch latency;
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private final NodeServer server;
  private volatile boolean closed;
  private volatile MachineRoutes.@Nullable Machine machine;
  private volatile @Nullable CoprocessorRoute coprocessor;
  private volatile @Nullable Coordinator coordinator;

  private PdServer(ConfigLoader.Loaded<PdConfig> loaded, Closer closer) throws IOException {
    this.closer = closer;
    live = new LiveConfig<>(loaded);
    parts = new LiveParts(live);
    config = live.get();
    Logging.follow(live, PdConfig::log);
    member = new LocalMember(config.name(), Instant.now());
    etcd = closer.add(EtcdProcess.start(EtcdBinary.find(), etcdOptions(config)));
    etcd.exited().thenAccept(this::etcdEnded);
    etcdChannel = Channels.openDirect(etcd.address());
    closer.add(etcdChannel::shutdownNow);
    latency =
        closer.add(
            new LatencyWatch(
                new LatencyPeers(member, config.advertisedAddress()),
                config.node().latencyInterval().value()));
    live.onChange(each -> each.node().latencyInterval().value(), latency::every);
    server = closer.add(serve());
    Thread.ofVirtual().name("pd-machine").start(this::sampleMachine);
    Thread.ofPlatform().daemon().name("pd-start").start(this::join);
  }

  /// Starts a member.
  ///
  /// @throws IOException when etcd is missing or the port is taken
  public static PdServer start(ConfigLoader.Loaded<PdConfig> loaded) throws IOException {
    Closer closer = new Closer();
    try {
      return new PdServer(loaded, closer);
    } catch (Throwable e) { // whatever it was, nothing may stay open behind it, etcd least of all
      closer.close();
      throw e;
    }
  }

  private static EtcdOptions etcdOptions(PdConfig config) {
    return new EtcdOptions(
        config.name(),
        Path.of(config.dataDir()),
        config.advertiseClientUrls(),
        config.peerUrls(),
        config.advertisePeerUrls(),
        config.initialCluster(),
        config.initialClusterToken(),
        config.tickInterval().value(),
        config.electionInterval().value(),
        config.enablePrevote(),
        config.quotaBackendBytes(),
        config.maxRequestBytes(),
        config.autoCompactionMode(),
        config.autoCompactionRetentionV2());
  }

  /// Everything that the port answers, by its first path segment and by its gRPC service.
  private NodeServer serve() throws IOException {
    PeerHttp peers = closer.add(new PeerHttp(parts::limits));
    MachineRoutes machineRoutes =
        new MachineRoutes(
            config.name(), config.advertisedAddress(), () -> Optional.ofNullable(machine), latency);
    ConfigView view =
        new ConfigView(member, live::toJson, new TtlItems(live), peers, parts::viewTimeout);
    ProfileRoute profiles = new ProfileRoute("mini-pd " + config.name(), ProfileRoute.Format.PPROF);
    PdRoutes pd =
        new PdRoutes(
            member,
            peers,
            machineRoutes,
            profiles,
            new StoreRoutes(member, Clock.systemUTC(), parts::storeView),
            new ConfigRoutes(member, view, live.items(), changes(peers), PdConfig::defaults),
            parts::maxReplicas);
    ProcessRoutes process = new ProcessRoutes(member, parts::storeView);
    HttpRelay relay = closer.add(new HttpRelay(parts::forwardTimeout));
    List<LocalRoutes.Extra> extras =
        List.of(
            new LocalRoutes.Extra("POST", "coprocessor", this::coprocess),
            new LocalRoutes.Extra("POST", "log", new LogRoute()),
            new LocalRoutes.Extra("GET", "metrics", process.metrics()),
            new LocalRoutes.Extra(
                "GET",
                "debug/pprof/{kind}",
                call -> profiles.answer(call, call.segments().getLast())));
    return NodeServer.at(config.listenAddress())
        .dispatch("pd", new Redirector(member, pd, relay, parts::limits, () -> closed))
        .dispatch("pd_member", localRoutes("pd_member", machineRoutes, view, extras))
        // The prototype's name.
        .dispatch("pd_cluster", localRoutes("pd_cluster", machineRoutes, view, extras))
        .http("metrics", process.metrics())
        .http("health", process.health())
        .http("version", process.version())
        .http("debug", profiles.debugPrefix())
        .httpFilter(CorsFilter::new)
        .httpLimits(parts::http)
        .addService(new PdService(member))
        .addService(new HealthStatusManager().getHealthService())
        .fallback(new EtcdPassThrough(etcdChannel))
        .start();
  }

  private MemberChanges changes(PeerHttp peers) {
    return new MemberChanges(
        () -> Optional.ofNullable(coordinator),
        new LocalTarget(NodeKind.PD, config.advertisedAddress().toString(), live),
        () ->
            member.started().stream()
                .flatMap(started -> started.members().view().members().stream())
                .filter(other -> !other.clientUrls().isEmpty())
                .map(other -> HostPort.ofUrl(other.clientUrls().getFirst()))
                .toList(),
        (address, request) -> peers.tell(address, request, MemberChanges.DEADLINE));
  }

  private LocalRoutes localRoutes(
      String prefix, MachineRoutes machineRoutes, ConfigView view, List<LocalRoutes.Extra> extras) {
    return new LocalRoutes(
        prefix, member, self(0), etcd::alive, machineRoutes, view, parts::limits, extras);
  }

  private HttpAnswer coprocess(HttpCall call) {
    CoprocessorRoute route = coprocessor;
    return route == null
        ? HttpAnswer.text(503, "the machine has not been sampled yet\n")
        : route.handle(call);
  }

  private PdMember self(long id) {
    return new PdMember(
        config.name(),
        id,
        PdConfig.urls(config.advertisePeerUrls()),
        PdConfig.urls(config.advertiseClientUrls()),
        0,
        Path.of("").toAbsolutePath().toString(),
        "v" + Version.RELEASE,
        Version.GIT_HASH);
  }

  /// Looking around takes its time, and nobody needs it at once.
  private void sampleMachine() {
    LinuxProbe probe = new LinuxProbe(Path.of(config.dataDir()));
    Sampler sampler =
        closer.add(new Sampler(probe, config.node().sampleInterval().value(), sample -> {}));
    live.follow(each -> each.node().sampleInterval().value(), sampler::every);
    InventoryWatch inventory =
        closer.add(new InventoryWatch(probe, config.node().inventoryInterval().value()));
    live.follow(each -> each.node().inventoryInterval().value(), inventory::every);
    machine = new MachineRoutes.Machine(inventory, sampler);
    HostPort address = config.advertisedAddress();
    NodeInfo node =
        new NodeInfo(
            NodeKind.PD,
            config.name(),
            address,
            address,
            Version.RELEASE,
            Version.GIT_HASH,
            member.startTime());
    NodeContext context =
        new NodeContext(
            node,
            sampler,
            inventory,
            new Sources()
                .add(NodeLog.class, new NodeLog(config.log().path()))
                .add(Settings.class, live)
                .add(Configurable.class, live)
                .add(NetworkLatency.class, latency)
                .map());
    Coprocessor local = new Coprocessor(MemTables.load(), context, 0);
    live.follow(PdConfig::coprocessor, local::limit);
    coprocessor = new CoprocessorRoute(local);
  }

  /// Waits for etcd's quorum, then takes part in the election.
  private void join() {
    try {
      MetaStore store =
          closer.add(JetcdMetaStore.open(etcd.address(), etcdChannel, METADATA_LIMIT));
      MetaStore electionStore =
          closer.add(JetcdMetaStore.open(etcd.address(), etcdChannel, METADATA_LIMIT));
      long id = awaitEtcd(store);
      Etcd desired = closer.add(new Etcd(List.of(etcd.address())));
      DesiredStore states = new DesiredStore(desired);
      Follower follower =
          closer.add(
              new Follower(states, NodeKind.PD, config.advertisedAddress().toString(), live));
      follower.start();
      coordinator = new Coordinator(states, follower);
      PdKeys keys = new PdKeys(retry(() -> ClusterId.obtain(store)));
      PdMember self = self(id);
      Term.Settings settings =
          new Term.Settings(
              Clock.systemUTC(),
              parts::tsoSaveInterval,
              parts::tsoUpdateInterval,
              parts::storeRules);
      Election election =
          closer.add(
              new Election(
                  electionStore,
                  keys,
                  PdMember.of(self.name(), id, self.peerUrls(), self.clientUrls()),
                  parts::lease,
                  settings));
      Members members = new Members(store, parts::viewTimeout, keys, election);
      election.start();
      member.start(new LocalMember.Started(keys, self, store, election, members));
      retry(() -> {
        members.announce(self);
        return true;
      });
    } catch (InterruptedException e) {
      log.debug("closed while starting");
    } catch (RuntimeException e) {
      if (!closed) {
        failure.complete("starting failed: " + e);
        log.error("starting failed", e);
      }
    }
  }

  private long awaitEtcd(MetaStore store) throws InterruptedException {
    MetaStore hasty = store.within(Duration.ofSeconds(1));
    while (!closed) {
      try {
        EtcdStatus status = hasty.status();
        if (status.leader() != 0) {
          return status.memberId();
        }
      } catch (MetaException notYet) {
        log.debug("etcd does not answer yet");
      }
      Thread.sleep(ETCD_POLL);
    }
    throw new InterruptedException("closed");
  }

  /// Without a quorum there is nothing to do but to try again.
  private <T> T retry(Supplier<T> work) throws InterruptedException {
    while (!closed) {
      try {
        return work.get();
      } catch (MetaException e) {
        log.warn("etcd does not serve yet: {}", e.getMessage());
        Thread.sleep(Duration.ofMillis(200));
      }
    }
    throw new InterruptedException("closed");
  }

  /// A member without its etcd knows nothing and may decide nothing.
  private void etcdEnded(int code) {
    if (!closed) {
      member.started().ifPresent(started -> started.election().abandon());
      String message = "etcd ended with code " + code + "; its last words:\n" + etcd.lastWords();
      log.error(message);
      failure.complete(message);
    }
  }

  /// Returns the configuration that this member runs with, to change it.
  public LiveConfig<PdConfig> config() {
    return live;
  }

  /// Returns the address that is listened on, with the port that was taken.
  public HostPort address() {
    return new HostPort(config.listenAddress().host(), server.port());
  }

  public LocalMember member() {
    return member;
  }

  public EtcdProcess etcd() {
    return etcd;
  }

  /// Completes with the reason when the member cannot go on, never when it is closed.
  public CompletableFuture<String> failure() {
    return failure;
  }

  /// Steps down, closes the port, and stops etcd.
  @Override
  public void close() {
    closed = true;
    closer.close();
  }
}

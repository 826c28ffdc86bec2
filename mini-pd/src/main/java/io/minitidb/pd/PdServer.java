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
import io.minitidb.pd.etcd.EtcdSupervisor;
import io.minitidb.pd.etcd.JetcdMetaStore;
import io.minitidb.pd.etcd.Join;
import io.minitidb.pd.etcd.MetaException;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.pd.etcd.MetaStore.EtcdStatus;
import io.minitidb.pd.etcd.PeerCheck;
import io.minitidb.pd.grpc.EtcdPassThrough;
import io.minitidb.pd.grpc.PdService;
import io.minitidb.pd.http.BodyLimit;
import io.minitidb.pd.http.ConfigRoutes;
import io.minitidb.pd.http.ConfigView;
import io.minitidb.pd.http.CorsFilter;
import io.minitidb.pd.http.LocalRoutes;
import io.minitidb.pd.http.MachineRoutes;
import io.minitidb.pd.http.MemberRoutes;
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
  private static final Duration JOIN_PATIENCE = Duration.ofSeconds(30);

  private final PdConfig config;
  private final LiveConfig<PdConfig> live;
  private final LiveParts parts;
  private final Closer closer;
  private final LocalMember member;
  private final EtcdSupervisor etcd;
  private final ManagedChannel etcdChannel;
  private final LatencyWatch latency;
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private final NodeServer server;
  private volatile boolean closed;
  private volatile MachineRoutes.@Nullable Machine machine;
  private volatile @Nullable CoprocessorRoute coprocessor;
  private volatile @Nullable Coordinator coordinator;

  /// What was opened for the present etcd and ends with it.
  private volatile Closer participation = new Closer();

  private volatile EtcdProcess run;

  private PdServer(ConfigLoader.Loaded<PdConfig> loaded, Closer closer) throws IOException {
    this.closer = closer;
    live = new LiveConfig<>(loaded);
    parts = new LiveParts(live);
    config = live.get();
    Logging.follow(live, PdConfig::log);
    member = new LocalMember(config.name(), Instant.now());
    etcd = closer.add(EtcdSupervisor.start(EtcdBinary.find(), joined(config), this::etcdEnded));
    etcd.givenUp().thenAccept(failure::complete);
    run = etcd.present();
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
    closer.add(() -> participation.close());
    Thread.ofPlatform().daemon().name("pd-start").start(this::takePart);
    Thread.ofVirtual().name("pd-peer-check").start(this::checkPeers);
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

  /// Returns how etcd starts, after a running cluster was told of this member if it is to join one.
  private static EtcdOptions joined(PdConfig config) throws IOException {
    EtcdOptions options = etcdOptions(config);
    if (config.join().isBlank()) {
      return options;
    }
    try {
      return Join.prepare(options, PdConfig.urls(config.join()), JOIN_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while joining", e);
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
        EtcdOptions.NEW,
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
            new MemberRoutes(member),
            parts::maxReplicas);
    ProcessRoutes process = new ProcessRoutes(member, parts::storeView);
    return NodeServer.at(config.listenAddress())
        .http("pd", new Redirector(member, pd, peers, parts::limits))
        .http("pd_member", localRoutes("pd_member", machineRoutes, view))
        .http("pd_cluster", localRoutes("pd_cluster", machineRoutes, view)) // the prototype's name
        .http("metrics", process.metrics())
        .http("health", process.health())
        .http("version", process.version())
        .http("debug", profiles.debugPrefix())
        .httpFilter(inner -> new CorsFilter(new BodyLimit(inner, parts::requestBytes)))
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

  private LocalRoutes localRoutes(String prefix, MachineRoutes machineRoutes, ConfigView view) {
    List<LocalRoutes.Extra> extras =
        List.of(new LocalRoutes.Extra("POST", "coprocessor", this::coprocess));
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

  /// Takes part in the cluster with one etcd after the other, until this member is closed.
  private void takePart() {
    try {
      while (!closed) {
        Closer parts = new Closer();
        join(parts);
        run.exited().join();
        stepDown();
        if (participation != parts) {
          parts.close();
        }
        run = etcd.after(run);
      }
    } catch (InterruptedException e) {
      log.debug("closed");
    }
  }

  /// Waits for etcd's quorum, then takes part in the election. What was opened for the etcd before
  /// stays until then and tells what was known last.
  ///
  /// @param closer closes what belongs to this etcd
  private void join(Closer closer) {
    try {
      etcdChannel.resetConnectBackoff();
      MetaStore store =
          closer.add(JetcdMetaStore.open(etcd.address(), etcdChannel, METADATA_LIMIT));
      MetaStore electionStore =
          closer.add(JetcdMetaStore.open(etcd.address(), etcdChannel, METADATA_LIMIT));
      long id = awaitEtcd(store);
      etcd.served();
      Etcd desired = closer.add(Etcd.of(etcd.address()));
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
                  parts.electionRules(),
                  settings));
      Members members = new Members(store, parts::viewTimeout, keys, election);
      member.start(new LocalMember.Started(keys, self, store, election, members));
      Closer before = participation;
      participation = closer;
      before.close();
      member.trouble("");
      election.start();
      retry(() -> {
        members.announce(self);
        return true;
      });
    } catch (InterruptedException e) {
      log.debug("closed while starting");
    } catch (RuntimeException e) {
      if (!closed && run.alive()) {
        failure.complete("starting failed: " + e);
        log.error("starting failed", e);
      }
    }
  }

  private long awaitEtcd(MetaStore store) throws InterruptedException {
    MetaStore hasty = store.within(Duration.ofSeconds(1));
    while (!closed && run.alive()) {
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
    throw new InterruptedException("closed, or without its etcd");
  }

  /// Without a quorum there is nothing to do but to try again.
  private <T> T retry(Supplier<T> work) throws InterruptedException {
    while (!closed && run.alive()) {
      try {
        return work.get();
      } catch (MetaException e) {
        log.warn("etcd does not serve yet: {}", e.getMessage());
        Thread.sleep(Duration.ofMillis(200));
      }
    }
    throw new InterruptedException("closed, or without its etcd");
  }

  /// A member without its etcd knows nothing and may decide nothing. It keeps its port and tells
  /// what it is missing.
  private void etcdEnded(String why) {
    member.trouble(why);
    stepDown();
  }

  private void checkPeers() {
    try {
      PeerCheck.mismatch(PdConfig.urls(config.peerUrls()).getFirst()).ifPresent(this::fail);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stepDown() {
    member.started().ifPresent(started -> started.election().abandon());
  }

  private void fail(String why) {
    if (!closed) {
      log.error(why);
      failure.complete(why);
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

  public EtcdSupervisor etcd() {
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

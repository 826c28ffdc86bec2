package io.minitidb.tikv;

import io.grpc.protobuf.services.HealthStatusManager;
import io.minitidb.config.Advertised;
import io.minitidb.config.ConfigLoader;
import io.minitidb.config.Configurable;
import io.minitidb.config.LiveConfig;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.coprocessor.DiagnosticsService;
import io.minitidb.desired.ConfigRoute;
import io.minitidb.desired.Coordinator;
import io.minitidb.desired.DesiredStore;
import io.minitidb.desired.Follower;
import io.minitidb.desired.LocalTarget;
import io.minitidb.etcd.Etcd;
import io.minitidb.history.HistoryFeed;
import io.minitidb.history.HistoryService;
import io.minitidb.log.Logging;
import io.minitidb.log.NodeLog;
import io.minitidb.memtable.EngineStatistics;
import io.minitidb.memtable.HistorySource;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.Settings;
import io.minitidb.memtable.Sources;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.node.Version;
import io.minitidb.pdclient.PdClient;
import io.minitidb.probe.InventoryWatch;
import io.minitidb.probe.LinuxProbe;
import io.minitidb.probe.Sampler;
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import io.minitidb.server.ProfileRoute;
import io.minitidb.tikv.engine.DataDirectory;
import io.minitidb.tikv.engine.EngineMetrics;
import io.minitidb.tikv.engine.RocksEngine;
import io.minitidb.tikv.engine.StoreIdent;
import io.minitidb.tikv.history.HistoryStore;
import io.minitidb.tikv.history.LatestSample;
import io.minitidb.tikv.history.Retention;
import io.minitidb.tikv.raw.RawKv;
import io.minitidb.tikv.raw.TikvService;
import io.minitidb.tikv.region.LocalRegions;
import io.minitidb.tikv.region.Splits;
import io.minitidb.tls.Security;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running store. Opens in order: data, sampler, identity, servers, registration; closes in
/// reverse.
public final class TikvServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TikvServer.class);

  private final Closer closer;
  private final NodeInfo node;

  private TikvServer(ConfigLoader.Loaded<TikvConfig> loaded, Closer closer)
      throws IOException, InterruptedException {
    this.closer = closer;
    LiveConfig<TikvConfig> live = new LiveConfig<>(loaded);
    TikvConfig config = live.get();
    Security security = config.security().open();
    security.checkScheme("pd.endpoints", List.of(config.pd().endpoints().split(",")));
    Logging.follow(live, TikvConfig::log);
    Instant started = Instant.now();
    Path directory = DataDirectory.make(Path.of(config.storage().dataDir()));
    RocksEngine engine = closer.add(new RocksEngine(directory, config.rocksdb()));
    live.onChange(TikvConfig::rocksdb, engine::change);
    EngineMetrics metrics =
        closer.add(new EngineMetrics(engine, PrometheusRegistry.defaultRegistry));
    MemTables tables = MemTables.load();
    HistoryStore history = new HistoryStore(engine, tables.kept());
    Retention retention = closer.add(new Retention(history, config.node().historyLimits()));
    live.onChange(each -> each.node().historyLimits(), retention::limit);
    LatestSample latest = new LatestSample(engine);
    HistoryFeed feed =
        closer.add(new HistoryFeed(config.pd().addresses(), security, tables.kept()));
    LinuxProbe probe = new LinuxProbe(directory);
    InventoryWatch inventory =
        closer.add(new InventoryWatch(probe, config.node().inventoryInterval().value()));
    live.onChange(each -> each.node().inventoryInterval().value(), inventory::every);
    Sampler sampler =
        closer.add(
            new Sampler(probe, config.node().sampleInterval().value(), latest.andThen(feed)));
    live.onChange(each -> each.node().sampleInterval().value(), sampler::every);
    PdClient pd = closer.add(new PdClient(config.pd().addresses(), security));
    Duration heartbeat = config.pd().heartbeatInterval().value();
    Duration regionHeartbeat = config.pd().regionHeartbeatInterval().value();
    StoreMembership membership =
        closer.add(new StoreMembership(pd, engine, latest, started, heartbeat, regionHeartbeat));
    live.onChange(each -> each.pd().heartbeatInterval().value(), membership::every);
    live.onChange(each -> each.pd().regionHeartbeatInterval().value(), membership::regionsEvery);
    StoreIdent ident = membership.identify();

    LocalRegions regions = new LocalRegions(engine, ident.storeId());
    RawKv raw = closer.add(new RawKv(engine, regions, ident.storeId(), config.storage().raw()));
    Splits splits = new Splits(pd, regions, membership::reportRegions);

    CompletableFuture<Coordinator> coordinator = new CompletableFuture<>();
    CompletableFuture<LocalTarget> self = new CompletableFuture<>();
    // Which port it got is known only when it is bound, and the tables show it: until then requests
    // wait.
    CompletableFuture<Coprocessor> coprocessor = new CompletableFuture<>();
    StatusRoutes routes =
        new StatusRoutes(
            new ConfigRoute(live::toJson, coordinator::join, self::join),
            new ProfileRoute("mini-tikv " + ident.storeId(), ProfileRoute.Format.SVG),
            regions,
            () -> Map.of("serving", coprocessor.isDone(), "registered", membership.isRegistered()));
    NodeServer status =
        closer.add(
            routes.addTo(NodeServer.at(config.server().statusAddr()).security(security)).start());
    HostPort statusAddress =
        advertised(
            "server.advertise-status-addr",
            config.server().advertiseStatusAddr(),
            config.server().statusAddr(),
            status.port());
    NodeServer service =
        closer.add(
            NodeServer.at(config.server().addr())
                .security(security)
                .addService(new TikvService(coprocessor::join, raw, splits))
                .onEventLoop(method -> method.startsWith("tikvpb.Tikv/Raw"))
                .addService(new DiagnosticsService(coprocessor::join))
                .addService(new HistoryService(() -> history, tables.kept()))
                .addService(new HealthStatusManager().getHealthService())
                .start());
    HostPort address =
        advertised(
            "server.advertise-addr",
            config.server().advertiseAddr(),
            config.server().addr(),
            service.port());
    node =
        new NodeInfo(
            NodeKind.TIKV,
            "tikv" + ident.storeId(),
            address,
            statusAddress,
            Version.RELEASE,
            Version.GIT_HASH,
            started);
    NodeContext context =
        new NodeContext(
            node,
            latest,
            inventory,
            new Sources()
                .add(NodeLog.class, new NodeLog(config.log().path()))
                .add(Settings.class, live)
                .add(Configurable.class, live)
                .add(HistorySource.class, history)
                .add(EngineStatistics.class, metrics)
                .map());
    Coprocessor local = new Coprocessor(tables, context, ident.storeId());
    live.follow(TikvConfig::coprocessor, local::limit);
    coprocessor.complete(local);
    Etcd etcd = closer.add(new Etcd(config.pd().addresses(), security));
    DesiredStore desired = new DesiredStore(etcd);
    Follower follower = closer.add(new Follower(desired, NodeKind.TIKV, address.toString(), live));
    follower.start();
    coordinator.complete(new Coordinator(desired, follower));
    self.complete(new LocalTarget(NodeKind.TIKV, address.toString(), live));
    membership.join(ident, regions, address.toString(), statusAddress.toString());
    feed.begin(local.context(), history, ident.storeId());
    log.info("mini-tikv {} serves at {}, status at {}", node.id(), address, statusAddress);
  }

  private static HostPort advertised(String item, String given, HostPort listened, int port) {
    return Advertised.check(
        given.isEmpty() ? new HostPort(listened.host(), port) : HostPort.parse(given), item);
  }

  /// Starts a store and returns when it serves; waits for PD as long as it takes.
  public static TikvServer start(ConfigLoader.Loaded<TikvConfig> config)
      throws IOException, InterruptedException {
    Closer closer = new Closer();
    try {
      return new TikvServer(config, closer);
    } catch (Throwable e) { // whatever it was, nothing may stay open behind it
      closer.close();
      throw e;
    }
  }

  public NodeInfo node() {
    return node;
  }

  @Override
  public void close() {
    closer.close();
  }
}

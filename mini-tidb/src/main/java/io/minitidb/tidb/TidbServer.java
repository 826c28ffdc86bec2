package io.minitidb.tidb;

import io.grpc.protobuf.services.HealthStatusManager;
import io.minitidb.config.ConfigLoader;
import io.minitidb.config.Configurable;
import io.minitidb.config.LiveConfig;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.coprocessor.CoprocessorService;
import io.minitidb.coprocessor.DiagnosticsService;
import io.minitidb.coprocessor.Kills;
import io.minitidb.desired.ConfigRoute;
import io.minitidb.desired.Coordinator;
import io.minitidb.desired.DesiredStore;
import io.minitidb.desired.Follower;
import io.minitidb.desired.History;
import io.minitidb.desired.LocalTarget;
import io.minitidb.etcd.Etcd;
import io.minitidb.history.HistoryFeed;
import io.minitidb.latency.LatencyWatch;
import io.minitidb.latency.Peer;
import io.minitidb.log.Logging;
import io.minitidb.log.NodeLog;
import io.minitidb.memtable.BoundTable;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.NetworkLatency;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.Sessions;
import io.minitidb.memtable.Settings;
import io.minitidb.memtable.Sources;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.node.Version;
import io.minitidb.probe.InventoryWatch;
import io.minitidb.probe.LinuxProbe;
import io.minitidb.probe.Sampler;
import io.minitidb.server.Closer;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.MetricsRoute;
import io.minitidb.server.NodeServer;
import io.minitidb.server.ProfileRoute;
import io.minitidb.tidb.change.ClusterGlobals;
import io.minitidb.tidb.change.ConfigChanges;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.mysql.MysqlServer;
import io.minitidb.tidb.mysql.ServerStatus;
import io.minitidb.tidb.mysql.Transport;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.session.SessionVariables;
import io.minitidb.tidb.slowlog.SlowLogFiles;
import io.minitidb.tidb.sql.ExecEnvironment;
import io.minitidb.tidb.sql.SqlEngine;
import io.minitidb.tidb.statement.SlowLog;
import io.minitidb.tidb.statement.StatementSummary;
import io.minitidb.tidb.tables.Catalog;
import io.minitidb.tidb.tables.ConfigHistory;
import io.minitidb.tidb.tables.ConnectAttributes;
import io.minitidb.tidb.tables.NamedValues;
import io.minitidb.tidb.tables.ServerMemory;
import io.minitidb.tidb.topology.CurrentTopology;
import io.minitidb.tidb.topology.KnownStores;
import io.minitidb.tidb.topology.Topology;
import io.minitidb.tidb.topology.TopologyWatch;
import io.minitidb.tidb.users.EtcdAccounts;
import io.minitidb.tidb.users.Logins;
import io.minitidb.tidb.users.Users;
import io.minitidb.tidb.users.UsersWatch;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running mini-tidb. Opens in order: sampler, identity, status port, SQL port, registration;
/// closes in reverse.
public final class TidbServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TidbServer.class);

  private final Closer closer;
  private final NodeInfo node;

  private TidbServer(ConfigLoader.Loaded<TidbConfig> loaded, Closer closer)
      throws IOException, InterruptedException {
    this.closer = closer;
    LiveConfig<TidbConfig> live = new LiveConfig<>(loaded);
    TidbConfig config = live.get();
    Security security = config.security().open();
    security.checkScheme("path", List.of(config.path().split(",")));
    Logging.follow(live, each -> each.log().own());
    Instant started = Instant.now();
    Path directory = Files.createDirectories(Path.of(config.dataDir()).toAbsolutePath());
    LinuxProbe probe = new LinuxProbe(directory);
    InventoryWatch inventory =
        closer.add(new InventoryWatch(probe, config.node().inventoryInterval().value()));
    live.onChange(each -> each.node().inventoryInterval().value(), inventory::every);
    ServerMemory memory = new ServerMemory();
    MemTables tables = MemTables.load();
    HistoryFeed feed = closer.add(new HistoryFeed(config.pdEndpoints(), security, tables.kept()));
    Sampler sampler =
        closer.add(
            new Sampler(
                probe,
                config.node().sampleInterval().value(),
                sample -> {
                  memory.observe(sample.memory().total());
                  feed.accept(sample);
                }));
    live.onChange(each -> each.node().sampleInterval().value(), sampler::every);

    CompletableFuture<Coprocessor> coprocessor = new CompletableFuture<>();
    CompletableFuture<Coordinator> coordinator = new CompletableFuture<>();
    CompletableFuture<LocalTarget> self = new CompletableFuture<>();
    CompletableFuture<ServerStatus> status = new CompletableFuture<>();
    NodeServer statusServer =
        closer.add(
            NodeServer.at(new HostPort(config.status().statusHost(), config.status().statusPort()))
                .security(security)
                .addService(new CoprocessorService(coprocessor::join))
                .addService(new DiagnosticsService(coprocessor::join))
                .addService(new HealthStatusManager().getHealthService())
                .http("status", call -> status(status.join()))
                .http("config", new ConfigRoute(live::toJson, coordinator::join, self::join))
                .http("metrics", new MetricsRoute())
                .http("debug", profiles(config).debugPrefix())
                .start());
    HostPort statusAddress = new HostPort(config.advertisedHost(), statusServer.port());
    TopologyWatch topology = closer.add(new TopologyWatch(config.pdEndpoints(), security));
    long serverId = topology.join(new HostPort(config.advertisedHost(), config.port()).toString());
    Transport transport = config.security().transport(directory.resolve("tls"), hosts(config));
    GlobalVariables globals =
        new GlobalVariables(facts(config, directory, serverId, transport), config.variables());
    live.onChange(TidbConfig::variables, globals::apply);
    SessionRegistry sessions = new SessionRegistry(serverId, globals);
    Optional<SlowLog> slowLog = slowLog(config.log(), directory);
    Statements statements = Statements.follow(globals.server(), slowLog, sessions);
    status.complete(new ServerStatus(sessions));
    Etcd etcd = closer.add(new Etcd(config.pdEndpoints(), security));
    Users users = new Users(new EtcdAccounts(etcd, "tidb" + serverId));
    closer.add(new UsersWatch(users, etcd));

    CompletableFuture<SqlEngine> engine = new CompletableFuture<>();
    MysqlServer mysql =
        closer.add(
            MysqlServer.start(
                new HostPort(config.host(), config.port()),
                engine,
                sessions,
                new Logins(users, () -> live.get().security().lockout()),
                status.join(),
                transport));
    HostPort address = new HostPort(config.advertisedHost(), mysql.port());
    node =
        new NodeInfo(
            NodeKind.TIDB,
            "tidb" + serverId,
            address,
            statusAddress,
            Version.RELEASE,
            Version.GIT_HASH,
            started);
    LatencyWatch latency =
        closer.add(
            new LatencyWatch(
                () -> peers(topology.get()), config.node().latencyInterval().value(), security));
    DesiredStore desired = new DesiredStore(etcd);
    OnlineItems.follow(live, slowLog, latency, topology);
    NodeContext context =
        new NodeContext(
            node,
            sampler,
            inventory,
            new Sources()
                .add(Sessions.class, sessions)
                .add(Kills.class, sessions)
                .add(NodeLog.class, new NodeLog(config.log().path()))
                .add(SlowLogFiles.class, new SlowLogFiles(config.log().slowQueryPath(directory)))
                .add(Settings.class, live)
                .add(Configurable.class, live)
                .add(Users.class, users)
                .add(ConfigHistory.class, () -> History.read(desired))
                .add(NamedValues.Variables.class, new SessionVariables(sessions))
                .add(NamedValues.Status.class, status.join())
                .add(ConnectAttributes.class, status.join())
                .add(StatementSummary.class, statements.summary())
                .add(ServerMemory.class, memory)
                .add(NetworkLatency.class, latency)
                .add(CurrentTopology.class, topology)
                .add(KnownStores.class, topology::stores)
                .add(Catalog.class, () -> tables.all().stream().map(BoundTable::info).toList())
                .map());
    Coprocessor local = new Coprocessor(tables, context, 0);
    live.follow(TidbConfig::coprocessor, local::limit);
    coprocessor.complete(local);
    NodeClients clients = closer.add(new NodeClients(security));
    Follower follower = closer.add(new Follower(desired, NodeKind.TIDB, address.toString(), live));
    follower.start();
    coordinator.complete(new Coordinator(desired, follower));
    self.complete(new LocalTarget(NodeKind.TIDB, address.toString(), live));
    feed.begin(local.context());
    topology.announce(UUID.randomUUID().toString(), node, serverId);
    topology.every(live.get().topology().refreshInterval().value());
    ConfigChanges changes = new ConfigChanges(coordinator.join(), topology, clients, self.join());
    SqlEngine sql =
        new SqlEngine(
            tables,
            new ExecEnvironment(
                topology,
                sessions,
                clients,
                local,
                address.toString(),
                statements.recorder(),
                users,
                new ClusterGlobals(changes, live),
                Optional.of(changes)));
    engine.complete(sql);
    sql.warmUp();
    log.info("mini-tidb {} serves SQL at {}, status at {}", node.id(), address, statusAddress);
  }

  private List<Peer> peers(Topology topology) {
    return topology.nodes().stream()
        .map(Topology.Node::info)
        .filter(other -> !other.address().equals(node.address()))
        .map(other -> new Peer(other.instance(), other.rpcAddress()))
        .toList();
  }

  private static ProfileRoute profiles(TidbConfig config) {
    return new ProfileRoute(
        "mini-tidb " + new HostPort(config.advertisedHost(), config.port()),
        ProfileRoute.Format.PPROF);
  }

  /// What the variables of this server say that differ from server to server.
  private static Map<String, String> facts(
      TidbConfig config, Path directory, long serverId, Transport transport) {
    String tls = transport.tls().isPresent() ? "YES" : "DISABLED";
    return Map.of(
        "have_ssl", tls,
        "have_openssl", tls,
        "hostname", hostName(config),
        "port", Integer.toString(config.port()),
        "datadir", directory.toString(),
        "server_id", Long.toString(serverId));
  }

  /// What clients may call this server.
  private static Collection<String> hosts(TidbConfig config) {
    Set<String> hosts = new TreeSet<>(List.of("localhost", "127.0.0.1", "::1"));
    hosts.add(config.advertisedHost());
    hosts.add(hostName(config));
    return hosts;
  }

  private static String hostName(TidbConfig config) {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return config.advertisedHost(); // a machine without a name
    }
  }

  /// A server whose slow log cannot be written serves all the same.
  private Optional<SlowLog> slowLog(TidbConfig.Log config, Path directory) {
    try {
      return Optional.of(
          closer.add(SlowLog.open(config.slowQueryPath(directory), config.slowRotation())));
    } catch (IOException e) {
      log.error("slow statements are not logged: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static HttpAnswer status(ServerStatus status) {
    return HttpAnswer.json(
        200,
        "{\"connections\":"
            + status.connections()
            + ",\"version\":\""
            + Version.MYSQL
            + "\",\"git_hash\":\""
            + Version.GIT_HASH
            + "\"}");
  }

  /// Starts a mini-tidb and returns when it serves; waits for PD as long as it takes.
  public static TidbServer start(ConfigLoader.Loaded<TidbConfig> config)
      throws IOException, InterruptedException {
    Closer closer = new Closer();
    try {
      return new TidbServer(config, closer);
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

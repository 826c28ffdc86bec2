package io.minitidb.tidb;

import io.minitidb.config.LiveConfig;
import io.minitidb.cop.exec.Executor;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.coprocessor.CoprocessorRoute;
import io.minitidb.coprocessor.CoprocessorService;
import io.minitidb.coprocessor.Kills;
import io.minitidb.desired.History;
import io.minitidb.log.NodeLog;
import io.minitidb.memtable.BoundTable;
import io.minitidb.memtable.EngineStatistics;
import io.minitidb.memtable.HistorySource;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.NetworkLatency;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.Sessions;
import io.minitidb.memtable.Settings;
import io.minitidb.memtable.Sources;
import io.minitidb.memtable.User;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.node.Version;
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import io.minitidb.server.Routes;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.mysql.MysqlServer;
import io.minitidb.tidb.mysql.ServerStatus;
import io.minitidb.tidb.mysql.Transport;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.LiveChanges;
import io.minitidb.tidb.session.Session;
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
import io.minitidb.tidb.users.LockoutSettings;
import io.minitidb.tidb.users.Logins;
import io.minitidb.tidb.users.Users;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// A mini-tidb behind its real MySQL port, with peers behind real ports, in this JVM. The machine
/// that each node sees is made up: node n uses n tenths of its processors, so that tests know the
/// rows.
public final class TestCluster implements AutoCloseable {
  private static final Path SAMPLES = Path.of("src/test/resources/logs");
  private static final Instant START = Machine.START;

  /// After how many failures clients wait; no test waits for its end.
  public static final LockoutSettings LOCKOUT = new LockoutSettings(5, Duration.ofHours(1));

  private final Path logs;
  private final Closer closer = new Closer();
  private final MemTables tables = MemTables.load();
  private final LiveConfig<TidbConfig> live =
      new LiveConfig<>(TidbConfig.load(Optional.empty(), Map.of()));
  private final GlobalVariables globals =
      new GlobalVariables(Map.of("hostname", "here"), live.get().variables());
  private final SessionRegistry sessions = new SessionRegistry(1, globals);
  private final List<Topology.Node> nodes = new ArrayList<>();
  private final Map<NodeKind, Integer> counts = new EnumMap<>(NodeKind.class);
  private final SqlEngine engine;
  private final Users users = Users.inMemory();
  private final ServerStatus status = new ServerStatus(sessions);
  private final MysqlServer mysql;

  public TestCluster() throws IOException {
    this(Optional.empty());
  }

  /// @param shown what the first mini-tidb's process list shows instead of its real connections
  public TestCluster(Optional<Sessions> shown) throws IOException {
    this(shown, Optional.empty());
  }

  /// @param logs where the logs of the nodes are, such as `tidb1.log` and `tidb1-slow.log`
  public TestCluster(Path logs) throws IOException {
    this(Optional.empty(), Optional.empty(), logs);
  }

  /// @param slowLog where the first mini-tidb logs slow statements
  public TestCluster(Optional<Sessions> shown, Optional<SlowLog> slowLog) throws IOException {
    this(shown, slowLog, SAMPLES);
  }

  private TestCluster(Optional<Sessions> shown, Optional<SlowLog> slowLog, Path logs)
      throws IOException {
    this.logs = logs;
    live.onChange(TidbConfig::variables, globals::apply);
    slowLog.ifPresent(closer::add);
    Statements statements = Statements.follow(sessions.globals().server(), slowLog, sessions);
    NodeClients clients = closer.add(new NodeClients());
    CurrentTopology topology = () -> new Topology(nodes, Instant.now());
    NodeInfo self = info(NodeKind.TIDB, "tidb1", 4000);
    nodes.add(new Topology.Node(self, 0, 1, "uuid-1"));
    counts.put(NodeKind.TIDB, 1);
    NodeContext context =
        new NodeContext(
            self,
            () -> Machine.sample(1),
            Machine.INVENTORY,
            sources(
                self,
                1,
                shown.orElse(sessions),
                sessions,
                statements.summary(),
                new Sources()
                    .add(Kills.class, sessions)
                    .add(CurrentTopology.class, topology)
                    .add(KnownStores.class, () -> Machine.STORES)
                    .add(ConfigHistory.class, () -> new History(List.of(), new TreeMap<>()))
                    .add(
                        Catalog.class,
                        () -> tables.all().stream().map(BoundTable::info).toList())));
    Coprocessor local = new Coprocessor(tables, context, 0);
    engine =
        new SqlEngine(
            tables,
            new ExecEnvironment(
                topology,
                sessions,
                clients,
                local,
                self.instance(),
                statements.recorder(),
                users,
                new LiveChanges(live),
                Optional.empty()));
    HostPort any = new HostPort("127.0.0.1", 0);
    mysql =
        closer.add(
            MysqlServer.start(
                any,
                CompletableFuture.completedFuture(engine),
                sessions,
                new Logins(users, () -> LOCKOUT),
                status));
  }

  private Map<Class<?>, Object> sources(
      NodeInfo node,
      int number,
      Sessions shown,
      SessionRegistry registry,
      StatementSummary summary,
      Sources more) {
    return more.add(Sessions.class, shown)
        .add(Users.class, users)
        .add(
            Settings.class,
            Settings.of(Map.of("number", Integer.toString(number), "log.level", "info")))
        .add(NamedValues.Variables.class, new SessionVariables(registry))
        .add(NamedValues.Status.class, registry == sessions ? status : new ServerStatus(registry))
        .add(ConnectAttributes.class, status)
        .add(NetworkLatency.class, Machine.LATENCY)
        .add(NodeLog.class, log(node))
        .add(SlowLogFiles.class, slowLog(node))
        .add(StatementSummary.class, summary)
        .add(ServerMemory.class, memory())
        .map();
  }

  private static ServerMemory memory() {
    ServerMemory memory = new ServerMemory();
    memory.observe(1000);
    return memory;
  }

  private static NodeInfo info(NodeKind kind, String id, int port) {
    HostPort address = new HostPort("127.0.0.1", port);
    return new NodeInfo(kind, id, address, address, Version.RELEASE, "None", START);
  }

  /// The log of node `tikv1` is `logs/tikv1.log`, if there is one.
  private NodeLog log(NodeInfo node) {
    return new NodeLog(Optional.of(logs.resolve(node.id() + ".log")));
  }

  private SlowLogFiles slowLog(NodeInfo node) {
    return new SlowLogFiles(logs.resolve(node.id() + "-slow.log"));
  }

  /// Adds a node that answers.
  public NodeInfo add(NodeKind kind) throws IOException {
    int ofKind = counts.merge(kind, 1, Integer::sum);
    String id = kind == NodeKind.PD ? "pd-" + (ofKind - 1) : kind.text() + ofKind;
    long storeId = kind == NodeKind.TIKV ? ofKind : 0;
    NodeInfo node = serve(kind, id, 0, storeId, nodes.size() + 1, List::of);
    nodes.add(new Topology.Node(node, storeId, 0, ""));
    return node;
  }

  /// Adds a mini-tidb with so many connections, each of which runs a statement of 1,000 characters.
  public NodeInfo addCrowded(int connections) throws IOException {
    return addCrowded(() ->
        IntStream.range(0, connections)
            .mapToObj(i ->
                new Sessions.Connection(
                    i,
                    "root",
                    "here",
                    Optional.empty(),
                    "Query",
                    START,
                    "autocommit",
                    Optional.of("x".repeat(1000))))
            .toList());
  }

  /// Adds a mini-tidb with these connections.
  public NodeInfo addCrowded(Sessions crowd) throws IOException {
    int number = counts.merge(NodeKind.TIDB, 1, Integer::sum);
    NodeInfo node = serve(NodeKind.TIDB, "tidb" + number, 0, 0, nodes.size() + 1, crowd);
    nodes.add(new Topology.Node(node, 0, number, ""));
    return node;
  }

  /// Starts a server at the address of a node that was dead so far.
  public void revive(NodeInfo dead, long storeId) throws IOException {
    serve(dead.kind(), dead.id(), dead.rpcAddress().port(), storeId, 9, List::of);
  }

  /// A mini-tidb with a SQL port.
  public record Server(NodeInfo node, int port) {
    public Connection connect() throws SQLException {
      return TestCluster.connect(port, "");
    }
  }

  /// Adds a mini-tidb to which clients can connect.
  public Server addServer() throws IOException {
    int number = counts.merge(NodeKind.TIDB, 1, Integer::sum);
    SessionRegistry registry = new SessionRegistry(number, GlobalVariables.defaults());
    Served served =
        serve(NodeKind.TIDB, "tidb" + number, 0, 0, nodes.size() + 1, registry, registry);
    nodes.add(new Topology.Node(served.node(), 0, number, ""));
    SqlEngine engine =
        new SqlEngine(
            tables,
            new ExecEnvironment(
                () -> new Topology(nodes, Instant.now()),
                registry,
                closer.add(new NodeClients()),
                served.coprocessor(),
                served.node().instance()));
    MysqlServer server =
        closer.add(
            MysqlServer.start(
                new HostPort("127.0.0.1", 0),
                CompletableFuture.completedFuture(engine),
                registry,
                new Logins(Users.inMemory(), () -> LOCKOUT),
                new ServerStatus(registry)));
    return new Server(served.node(), server.port());
  }

  private record Served(NodeInfo node, Coprocessor coprocessor) {}

  private NodeInfo serve(
      NodeKind kind, String id, int port, long storeId, int number, Sessions connections)
      throws IOException {
    SessionRegistry registry =
        new SessionRegistry(
            number, new GlobalVariables(Map.of("hostname", "node-" + number), Map.of()));
    return serve(kind, id, port, storeId, number, connections, registry).node();
  }

  private Served serve(
      NodeKind kind,
      String id,
      int port,
      long storeId,
      int number,
      Sessions connections,
      SessionRegistry registry)
      throws IOException {
    CompletableFuture<Coprocessor> coprocessor = new CompletableFuture<>();
    NodeServer server =
        closer.add(
            NodeServer.at(new HostPort("127.0.0.1", port))
                .addService(new CoprocessorService(coprocessor::join))
                .http(
                    "pd_member",
                    new Routes()
                        .post(
                            "/pd_member/api/v1/coprocessor",
                            (call, names) -> new CoprocessorRoute(coprocessor.join()).handle(call)))
                .start());
    NodeInfo node = info(kind, id, server.port());
    NodeContext context =
        new NodeContext(
            node,
            () -> Machine.sample(number),
            Machine.INVENTORY,
            sources(
                node,
                number,
                connections,
                registry,
                new StatementSummary(InstantSource.system()),
                new Sources()
                    .add(Kills.class, registry)
                    .add(HistorySource.class, new OneTick(node))
                    .add(
                        EngineStatistics.class,
                        () -> List.of(new EngineStatistics.Statistic("sum", "", number)))));
    Coprocessor local = new Coprocessor(tables, context, storeId);
    coprocessor.complete(local);
    return new Served(node, local);
  }

  /// Adds a node that takes connections and never answers.
  public NodeInfo addFrozen(NodeKind kind) throws IOException {
    ServerSocket socket = closer.add(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    return addAt(kind, socket.getLocalPort(), "frozen");
  }

  /// Adds a node at whose address nobody listens.
  public NodeInfo addDead(NodeKind kind) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    return addAt(kind, port, "dead");
  }

  /// Adds a node that is said to be at `port`.
  public NodeInfo addAt(NodeKind kind, int port, String id) {
    NodeInfo node = info(kind, id, port);
    long serverId = kind == NodeKind.TIDB ? counts.merge(kind, 1, Integer::sum) : 0;
    nodes.add(new Topology.Node(node, 99, serverId, ""));
    return node;
  }

  /// Returns the configuration of the first mini-tidb.
  public LiveConfig<TidbConfig> live() {
    return live;
  }

  public int port() {
    return mysql.port();
  }

  public Connection connect() throws SQLException {
    return connect(port(), "");
  }

  /// @param options further ones of the URL: `&x=y`
  public Connection connect(String options) throws SQLException {
    return connect(port(), options);
  }

  /// Opens another port of the first mini-tidb, for clients with such a transport; returns it.
  public int listen(Transport transport) throws IOException {
    return closer
        .add(
            MysqlServer.start(
                new HostPort("127.0.0.1", 0),
                CompletableFuture.completedFuture(engine),
                sessions,
                new Logins(users, () -> LOCKOUT),
                status,
                transport))
        .port();
  }

  private static Connection connect(int port, String options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + port + "/information_schema?user=root" + options);
  }

  /// Runs a statement on the first mini-tidb that no client asked for.
  public void runInternally(String statement) {
    runAs(User.INTERNAL, statement);
  }

  /// Runs a statement on the first mini-tidb, without a connection.
  public void runAs(User user, String statement) {
    Session session = sessions.open(sessions.newId(), user);
    try {
      run(session, statement);
    } finally {
      sessions.close(session);
    }
  }

  /// Runs a statement on the first mini-tidb as one of a session.
  public void run(Session session, String statement) {
    engine.starts(session, statement, false);
    try {
      if (engine.execute(session, statement) instanceof Result.Rows rows) {
        rows.rows().close();
      }
    } finally {
      engine.ended(session);
    }
  }

  /// Returns whether the first mini-tidb would answer a statement at once.
  public boolean isQuick(Session session, String statement) {
    return engine.quick(session, statement).isPresent();
  }

  /// Opens a session of the first mini-tidb without a connection, for the caller to close.
  public Session session(User user) {
    return sessions.open(sessions.newId(), user);
  }

  public void close(Session session) {
    sessions.close(session);
  }

  /// Reads all that a statement answers, as a client of the first mini-tidb would.
  public void readAs(User user, String statement) {
    Session session = sessions.open(sessions.newId(), user);
    try {
      engine.use(session, "information_schema");
      engine.starts(session, statement, false);
      if (engine.execute(session, statement) instanceof Result.Rows result) {
        try (Executor rows = result.rows()) {
          while (rows.next().isPresent()) {}
        }
      }
    } finally {
      engine.ended(session);
      sessions.close(session);
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}

package io.minitidb.tidb;

import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.coprocessor.CoprocessorRoute;
import io.minitidb.coprocessor.CoprocessorService;
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
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import io.minitidb.server.Routes;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.mysql.MysqlServer;
import io.minitidb.tidb.mysql.ServerStatus;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.session.SessionVariables;
import io.minitidb.tidb.slowlog.SlowLogFiles;
import io.minitidb.tidb.sql.ExecEnvironment;
import io.minitidb.tidb.sql.SqlEngine;
import io.minitidb.tidb.statement.SlowLog;
import io.minitidb.tidb.statement.StatementSummary;
import io.minitidb.tidb.tables.Catalog;
import io.minitidb.tidb.tables.NamedValues;
import io.minitidb.tidb.tables.ServerMemory;
import io.minitidb.tidb.topology.CurrentTopology;
import io.minitidb.tidb.topology.KnownStores;
import io.minitidb.tidb.topology.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// A mini-tidb behind its real MySQL port, with peers behind real ports, in this JVM. The machine
/// that each node sees is made up: node n uses n tenths of its processors, so that tests know the
/// rows.
public final class TestCluster implements AutoCloseable {
  private static final Path SAMPLES = Path.of("src/test/resources/logs");
  private static final Instant START = Machine.START;

  private final Path logs;
  private final Closer closer = new Closer();
  private final MemTables tables = MemTables.load();
  private final SessionRegistry sessions =
      new SessionRegistry(1, new GlobalVariables(Map.of("hostname", "here")));
  private final List<Topology.Node> nodes = new ArrayList<>();
  private final Map<NodeKind, Integer> counts = new EnumMap<>(NodeKind.class);
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
    slowLog.ifPresent(closer::add);
    Statements statements = Statements.follow(sessions.globals().server(), slowLog);
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
                    .add(CurrentTopology.class, topology)
                    .add(KnownStores.class, () -> Machine.STORES)
                    .add(
                        Catalog.class,
                        () -> tables.all().stream().map(BoundTable::info).toList())));
    Coprocessor local = new Coprocessor(tables, context, 0);
    SqlEngine engine =
        new SqlEngine(
            tables,
            new ExecEnvironment(
                topology,
                sessions,
                clients,
                local,
                self.instance(),
                statements.recorder(),
                Optional.empty()));
    HostPort any = new HostPort("127.0.0.1", 0);
    mysql =
        closer.add(MysqlServer.start(any, () -> engine, sessions, new ServerStatus(sessions), 0));
  }

  private Map<Class<?>, Object> sources(
      NodeInfo node,
      int number,
      Sessions shown,
      SessionRegistry registry,
      StatementSummary summary,
      Sources more) {
    return more.add(Sessions.class, shown)
        .add(
            Settings.class,
            Settings.of(Map.of("number", Integer.toString(number), "log.level", "info")))
        .add(NamedValues.Variables.class, new SessionVariables(registry))
        .add(NamedValues.Status.class, new ServerStatus(registry))
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

  private NodeInfo serve(
      NodeKind kind, String id, int port, long storeId, int number, Sessions connections)
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
                new SessionRegistry(
                    number, new GlobalVariables(Map.of("hostname", "node-" + number))),
                new StatementSummary(InstantSource.system()),
                new Sources()));
    coprocessor.complete(new Coprocessor(tables, context, storeId));
    return node;
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
    nodes.add(new Topology.Node(node, 99, 0, ""));
    return node;
  }

  public int port() {
    return mysql.port();
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + port() + "/information_schema?user=root");
  }

  @Override
  public void close() {
    closer.close();
  }
}

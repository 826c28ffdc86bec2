package io.minitidb.bench;

import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.coprocessor.CoprocessorService;
import io.minitidb.desired.Coordinator;
import io.minitidb.desired.LocalTarget;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.NodeContext;
import io.minitidb.memtable.Sessions;
import io.minitidb.memtable.User;
import io.minitidb.node.HostPort;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.node.Version;
import io.minitidb.probe.Inventory;
import io.minitidb.probe.LinuxProbe;
import io.minitidb.probe.Sample;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.proto.tikvpb.TikvGrpc;
import io.minitidb.server.Channels;
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import io.minitidb.tidb.change.ConfigChanges;
import io.minitidb.tidb.digest.Digests;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.session.GlobalChanges;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.sql.ExecEnvironment;
import io.minitidb.tidb.sql.SqlEngine;
import io.minitidb.tidb.statement.StatementRecorder;
import io.minitidb.tidb.topology.Topology;
import io.minitidb.tidb.users.Users;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Many mini-tidb nodes in this JVM: each a real server on a port of its own with the real
/// coprocessor over the process list of a number of connections and over this machine as it was at
/// the start. Beside each stands a server that answers the same bytes without computing them, which
/// is the floor.
final class SimulatedNodes implements AutoCloseable {
  private final Closer closer = new Closer();
  private final MemTables tables = MemTables.load();
  private final List<Topology.Node> nodes = new ArrayList<>();
  private final List<TikvGrpc.TikvFutureStub> floors = new ArrayList<>();
  private final Sample sample;
  private final Inventory inventory;
  private final IntFunction<Map<Class<?>, Object>> more;
  private final Coprocessor local;

  /// @param rows how many connections each node has
  SimulatedNodes(int count, int rows) throws IOException {
    this(count, rows, id -> Map.of());
  }

  /// @param more sources of facts of the node with a number from 1 on, 0 for the connected one
  SimulatedNodes(int count, int rows, IntFunction<Map<Class<?>, Object>> more) throws IOException {
    LinuxProbe probe = new LinuxProbe(Path.of("").toAbsolutePath());
    sample = probe.sample();
    inventory = Inventory.of(probe.hardware(), probe.parameters());
    this.more = more;
    local = coprocessor(info(0, 1), 0, rows);
    for (int i = 0; i < count; i++) {
      nodes.add(node(i + 1, rows));
    }
  }

  private Topology.Node node(int id, int rows) throws IOException {
    CompletableFuture<Coprocessor> coprocessor = new CompletableFuture<>();
    HostPort any = new HostPort("127.0.0.1", 0);
    NodeServer server =
        closer.add(
            NodeServer.at(any).addService(new CoprocessorService(coprocessor::join)).start());
    NodeInfo info = info(id, server.port());
    coprocessor.complete(coprocessor(info, id, rows));
    return new Topology.Node(info, 0, id, "node-" + id);
  }

  private static NodeInfo info(int id, int port) {
    HostPort address = new HostPort("127.0.0.1", port);
    return new NodeInfo(
        NodeKind.TIDB, "tidb" + id, address, address, Version.RELEASE, "", Instant.now());
  }

  private Coprocessor coprocessor(NodeInfo info, int id, int rows) {
    Instant since = Instant.now();
    List<Sessions.Connection> connections =
        IntStream.range(0, rows)
            .mapToObj(i ->
                new Sessions.Connection(
                    i,
                    "root",
                    "127.0.0.1:" + i,
                    Optional.of("information_schema"),
                    "Query",
                    since,
                    "autocommit",
                    Optional.of("select count(*) from cluster_node_infos where cpu > 0.5")))
            .toList();
    Sessions sessions = () -> connections;
    Map<Class<?>, Object> sources = new HashMap<>(more.apply(id));
    sources.putIfAbsent(Sessions.class, sessions);
    return new Coprocessor(tables, new NodeContext(info, () -> sample, inventory, sources), 0);
  }

  /// Starts a server beside each node that answers `answers`, one for each node, to whatever it is
  /// asked.
  void startFloor(List<Response> answers) throws IOException {
    for (Response answer : answers) {
      NodeServer server =
          closer.add(
              NodeServer.at(new HostPort("127.0.0.1", 0)).addService(new Canned(answer)).start());
      ManagedChannel channel = Channels.openDirect(new HostPort("127.0.0.1", server.port()));
      closer.add(channel::shutdownNow);
      floors.add(TikvGrpc.newFutureStub(channel));
    }
  }

  /// Answers always the same.
  private static final class Canned extends TikvGrpc.TikvImplBase {
    private final Response answer;

    Canned(Response answer) {
      this.answer = answer;
    }

    @Override
    public void coprocessor(Request request, StreamObserver<Response> observer) {
      observer.onNext(answer);
      observer.onCompleted();
    }
  }

  MemTables tables() {
    return tables;
  }

  Topology topology() {
    return new Topology(nodes, Instant.now());
  }

  /// Returns an engine that asks these nodes.
  SqlEngine engine(NodeClients clients, SessionRegistry sessions) {
    Topology topology = topology();
    return new SqlEngine(tables, new ExecEnvironment(() -> topology, sessions, clients, local, ""));
  }

  /// Returns an engine that asks these nodes and changes their configuration.
  SqlEngine engine(
      NodeClients clients, SessionRegistry sessions, Coordinator coordinator, LocalTarget here) {
    Topology topology = topology();
    return new SqlEngine(
        tables,
        new ExecEnvironment(
            () -> topology,
            sessions,
            clients,
            local,
            "",
            new StatementRecorder(new Digests((sql, mode) -> sql), List.of()),
            Users.inMemory(),
            GlobalChanges.REFUSED,
            Optional.of(new ConfigChanges(coordinator, () -> topology, clients, here))));
  }

  /// Opens a session of root in `information_schema`.
  static Session session(SessionRegistry sessions) {
    Session session = sessions.open(sessions.newId(), User.all("root", "127.0.0.1"));
    session.use("information_schema");
    return session;
  }

  List<TikvGrpc.TikvFutureStub> floors() {
    return floors;
  }

  /// Returns the coprocessor of a node that is not among those asked, so that every node is asked
  /// by RPC.
  Coprocessor local() {
    return local;
  }

  @Override
  public void close() {
    closer.close();
  }
}

package io.minitidb.bench;

import io.minitidb.config.Configurable;
import io.minitidb.config.Configurable.Checked;
import io.minitidb.config.LiveConfig;
import io.minitidb.desired.Coordinator;
import io.minitidb.desired.DesiredStore;
import io.minitidb.desired.Follower;
import io.minitidb.desired.LocalTarget;
import io.minitidb.desired.RemoteTarget;
import io.minitidb.desired.Target;
import io.minitidb.etcd.Etcd;
import io.minitidb.etcd.EtcdException;
import io.minitidb.log.Logging;
import io.minitidb.memtable.User;
import io.minitidb.node.NodeKind;
import io.minitidb.pd.etcd.EtcdBinary;
import io.minitidb.pd.etcd.EtcdOptions;
import io.minitidb.pd.etcd.EtcdProcess;
import io.minitidb.server.Closer;
import io.minitidb.tidb.TidbConfig;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.sql.SqlEngine;
import io.minitidb.tidb.topology.Topology;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A change of every node's configuration, beside what it is made of: commits of a real etcd and
/// questions to all nodes. Run it with `./mini-cluster bench Config`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 3)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class ConfigBenchmark {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String STATE = "x".repeat(150);
  private static final String KEY = "node.latency-interval";

  @Param({"8", "256"})
  public int nodes;

  private final Closer closer = new Closer();
  private Etcd etcd;
  private SqlEngine engine;
  private Session session;
  private List<Target> targets;
  private String change;
  private Etcd.Entry guard;
  private int turn;

  @Setup(Level.Trial)
  public void start() throws IOException {
    Logging.toConsole("warn");
    EtcdProcess process = closer.add(startEtcd());
    etcd = closer.add(Etcd.local(process.address(), Security.NONE));
    awaitLeader();
    DesiredStore store = new DesiredStore(etcd);
    Configurable here = config();
    Follower follower = closer.add(new Follower(store, NodeKind.TIDB, "here:1", here));
    follower.start();
    SimulatedNodes cluster =
        closer.add(new SimulatedNodes(nodes, 1, id -> Map.of(Configurable.class, config())));
    NodeClients clients = closer.add(new NodeClients());
    SessionRegistry sessions = new SessionRegistry(1, GlobalVariables.defaults());
    session = SimulatedNodes.session(sessions);
    session.variables().set("tidb_cluster_node_timeout", Long.toString(PATIENCE.toMillis()));
    engine =
        cluster.engine(
            clients,
            sessions,
            new Coordinator(store, follower),
            new LocalTarget(NodeKind.TIDB, "here:1", here));
    targets = new ArrayList<>();
    for (Topology.Node node : cluster.topology().nodes()) {
      targets.add(
          new RemoteTarget(
              NodeKind.TIDB,
              node.info().instance(),
              User.all("root", ""),
              PATIENCE,
              command -> clients.tell(node.info(), command, PATIENCE)));
    }
    change = "y".repeat(600 + 20 * nodes); // as long as a change of one item of all nodes
    guard = etcd.get("/bench");
  }

  /// A new etcd refuses until it has elected itself.
  private void awaitLeader() {
    long begin = System.nanoTime();
    while (true) {
      try {
        etcd.get("/bench");
        return;
      } catch (EtcdException e) {
        if (System.nanoTime() - begin > PATIENCE.toNanos()) {
          throw e;
        }
      }
    }
  }

  private static Configurable config() {
    return new LiveConfig<>(TidbConfig.load(Optional.empty(), Map.of()));
  }

  private static EtcdProcess startEtcd() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String peer = "http://127.0.0.1:" + port;
    Path directory = Files.createTempDirectory("bench-etcd");
    EtcdProcess process =
        EtcdProcess.start(
            EtcdBinary.find(),
            new EtcdOptions(
                "bench",
                directory,
                "http://127.0.0.1:1",
                peer,
                peer,
                "bench=" + peer,
                EtcdOptions.NEW,
                "bench",
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                true,
                1L << 30,
                1L << 24,
                "periodic",
                "1h"));
    return process;
  }

  @TearDown(Level.Trial)
  public void stop() {
    closer.close();
  }

  /// The whole statement: both questions to all nodes, the commit, and the note of what they did.
  @Benchmark
  public Result setConfig() {
    return engine.execute(session, "set config tidb " + KEY + " = '" + (1 + turn++ % 50) + "s'");
  }

  /// One guarded commit of as many bytes.
  @Benchmark
  public OptionalLong commit() {
    OptionalLong revision =
        etcd.commit(guard, Map.of("/bench", STATE + turn++, "/bench/change", change), List.of());
    guard = new Etcd.Entry("/bench", "", revision.orElseThrow());
    return revision;
  }

  /// One question to all nodes.
  @Benchmark
  public int fanOut() {
    Map<String, String> values = Map.of(KEY, (1 + turn++ % 50) + "s");
    List<CompletableFuture<List<Checked>>> asked = new ArrayList<>();
    for (Target target : targets) {
      asked.add(target.check(Map.of(), values, List.of(KEY)));
    }
    int answers = 0;
    for (CompletableFuture<List<Checked>> answer : asked) {
      answers += answer.join().size();
    }
    return answers;
  }
}

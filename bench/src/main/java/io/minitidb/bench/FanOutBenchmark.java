package io.minitidb.bench;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.log.Logging;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.User;
import io.minitidb.node.HostPort;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.proto.tikvpb.TikvGrpc;
import io.minitidb.tidb.exec.CallTimes;
import io.minitidb.tidb.exec.ExecContext;
import io.minitidb.tidb.exec.Limits;
import io.minitidb.tidb.exec.MemoryQuota;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.mysql.MysqlServer;
import io.minitidb.tidb.mysql.ServerStatus;
import io.minitidb.tidb.plan.PlanNode;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.sql.ExecEnvironment;
import io.minitidb.tidb.sql.SqlEngine;
import io.minitidb.tidb.topology.Topology;
import io.minitidb.tidb.users.LockoutSettings;
import io.minitidb.tidb.users.Logins;
import io.minitidb.tidb.users.Users;
import io.minitidb.wire.CopRequest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/// `select *` from one table over N nodes, planned already: what our fan-out takes from the plan to
/// the last batch (`fanOut`), beside a bare gRPC scatter-gather that sends the same requests and
/// receives the same bytes from servers that compute nothing (`floor`). Everything runs in one JVM
/// over loopback. Run it with `./mini-cluster bench FanOut`; any other table that a mini-tidb
/// answers with `-p table=cluster_load`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx2g",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED",
      "-Djdk.virtualThreadScheduler.parallelism=8"
    })
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class FanOutBenchmark {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Param({"1", "8", "64"})
  int nodes;

  @Param({"20"})
  int rows;

  @Param({"cluster_processlist"})
  String table;

  private SimulatedNodes cluster;
  private NodeClients clients;
  private PlanNode plan;
  private Topology topology;
  private Request request;
  private MysqlServer mysql;
  private Connection connection;
  private Statement statement;

  @Setup(Level.Trial)
  public void start() throws IOException, SQLException {
    Logging.toConsole("warn");
    cluster = new SimulatedNodes(nodes, rows, id -> NodeFacts.of(rows));
    clients = new NodeClients();
    topology = cluster.topology();
    TableInfo info = cluster.tables().find(table).orElseThrow().info();
    List<Integer> columns = IntStream.range(0, info.columns().size()).boxed().toList();
    Dag dag =
        Dag.scan(
            new Operator.MemTableScan(
                info.name(),
                columns,
                info.columns().stream().map(TableInfo.ColumnInfo::type).toList()));
    plan = new PlanNode.Gather(info, dag);
    request = new CopRequest(dag, User.INTERNAL, ZoneOffset.UTC, TIMEOUT, 0).encode();
    List<Response> answers = new ArrayList<>();
    for (Topology.Node node : topology.nodes()) {
      answers.add(clients.ask(node.info(), request, TIMEOUT, new MemoryQuota(-1)).join());
    }
    cluster.startFloor(answers);
    SessionRegistry sessions = new SessionRegistry(1, GlobalVariables.defaults());
    SqlEngine engine =
        new SqlEngine(
            cluster.tables(),
            new ExecEnvironment(() -> topology, sessions, clients, cluster.local(), ""));
    HostPort any = new HostPort("127.0.0.1", 0);
    mysql =
        MysqlServer.start(
            any,
            CompletableFuture.completedFuture(engine),
            sessions,
            new Logins(Users.inMemory(), () -> LockoutSettings.DEFAULT),
            new ServerStatus(sessions));
    connection =
        DriverManager.getConnection(
            "jdbc:mariadb://127.0.0.1:" + mysql.port() + "/information_schema?user=root");
    statement = connection.createStatement();
  }

  @TearDown(Level.Trial)
  public void stop() throws SQLException {
    connection.close();
    mysql.close();
    clients.close();
    cluster.close();
  }

  @Benchmark
  public long fanOut() {
    Limits limits = Limits.of(TIMEOUT, true, new MemoryQuota(1L << 30), Duration.ZERO);
    EvalContext eval =
        new EvalContext(
            ZoneOffset.UTC, Instant.now(), EvalContext.SessionInfo.NONE, limits.quota(), List.of());
    ExecContext context =
        new ExecContext(
            User.INTERNAL,
            eval,
            topology,
            clients,
            cluster.local(),
            "",
            limits,
            (code, message) -> {},
            Optional.empty(),
            new CallTimes());
    long seen = 0;
    try (Executor executor = plan.open(context)) {
      for (Optional<Batch> batch = executor.next(); batch.isPresent(); batch = executor.next()) {
        seen += batch.get().rows();
      }
    }
    return seen;
  }

  @Benchmark
  public long overMysql() throws SQLException {
    long seen = 0;
    try (ResultSet rows = statement.executeQuery("select * from " + table)) {
      while (rows.next()) {
        seen++;
      }
    }
    return seen;
  }

  @Benchmark
  public List<Response> floor() throws Exception {
    List<ListenableFuture<Response>> calls = new ArrayList<>(nodes);
    for (TikvGrpc.TikvFutureStub stub : cluster.floors()) {
      calls.add(stub.withDeadlineAfter(TIMEOUT.toSeconds(), TimeUnit.SECONDS).coprocessor(request));
    }
    return Futures.allAsList(calls).get();
  }
}

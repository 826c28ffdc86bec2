package io.minitidb.bench;

import io.minitidb.log.Logging;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.sql.SqlEngine;
import java.io.IOException;
import java.util.Map;
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

/// What planning costs: `neverSeen` explains a statement, which is always planned anew (and
/// printed); `cached` opens a statement with other literals each time, whose plan is there already:
/// lexing, finding the plan, binding, and making the requests. Nothing is sent. Run it with
/// `./mini-cluster bench Planning`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx1g",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED",
      "-Djdk.virtualThreadScheduler.parallelism=8"
    })
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class PlanningBenchmark {
  private static final Map<String, String> STATEMENTS =
      Map.of(
          "filter",
          "select id, user, info from cluster_processlist where user = 'root%d' and time > %d",
          "group",
          "select node_type, count(*) c, avg(cpu) from cluster_node_infos where cpu < %d and id <> 'x%d'"
              + " group by node_type order by c desc limit 5",
          "join",
          "select a.id, b.user from cluster_node_infos a join cluster_processlist b on a.id = b.instance"
              + " where b.time > %d and a.cpu < %d");

  @Param({"filter", "group", "join"})
  String statement;

  private SimulatedNodes cluster;
  private NodeClients clients;
  private SqlEngine engine;
  private Session session;
  private String text;
  private int number;

  @Setup(Level.Trial)
  public void start() throws IOException {
    Logging.toConsole("warn");
    cluster = new SimulatedNodes(8, 20);
    clients = new NodeClients();
    SessionRegistry sessions = new SessionRegistry(1, GlobalVariables.defaults());
    engine = cluster.engine(clients, sessions);
    session = SimulatedNodes.session(sessions);
    text = STATEMENTS.getOrDefault(statement, "");
  }

  @TearDown(Level.Trial)
  public void stop() {
    clients.close();
    cluster.close();
  }

  private String next() {
    number++;
    return text.formatted(number % 1000, number % 777);
  }

  @Benchmark
  public Result neverSeen() {
    return engine.execute(session, "explain " + next());
  }

  @Benchmark
  public Result cached() {
    Result result = engine.execute(session, next());
    if (result instanceof Result.Rows rows) {
      rows.rows().close();
    }
    return result;
  }
}

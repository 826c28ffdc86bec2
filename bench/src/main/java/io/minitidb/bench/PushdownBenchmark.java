package io.minitidb.bench;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import io.minitidb.log.Logging;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.sql.SqlEngine;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

/// What the nodes save the root: the same query over 8 nodes of 2,000 rows each, with the work on
/// the nodes (`pushed`) and with all of it at the root (`floor`, the rival here). Prints the bytes
/// that came from the nodes for both. Run it with `./mini-cluster bench Pushdown`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx2g",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED",
      "-Djdk.virtualThreadScheduler.parallelism=8"
    })
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class PushdownBenchmark {
  private static final Pattern BYTES = Pattern.compile("cop_task:.*bytes: (\\d+)}");
  private static final Map<String, String> STATEMENTS =
      Map.of(
          "group",
          "select user, command, count(*), max(id) from cluster_processlist group by user, command",
          "topN",
          "select id, host, info from cluster_processlist order by id desc limit 10",
          "where",
          "select id, host, info from cluster_processlist where id between 100 and 105");

  @Param({"group", "topN", "where"})
  String query;

  private SimulatedNodes cluster;
  private NodeClients clients;
  private SqlEngine engine;
  private Session pushing;
  private Session gathering;
  private String text;

  @Setup(Level.Trial)
  public void start() throws IOException {
    Logging.toConsole("warn");
    cluster = new SimulatedNodes(8, 2000);
    clients = new NodeClients();
    SessionRegistry sessions = new SessionRegistry(1, GlobalVariables.defaults());
    engine = cluster.engine(clients, sessions);
    pushing = SimulatedNodes.session(sessions);
    gathering = SimulatedNodes.session(sessions);
    gathering.variables().set(SystemVariables.CLUSTER_PUSHDOWN, "off");
    text = STATEMENTS.getOrDefault(query, "");
    System.out.printf(
        "# bytes from the nodes, %s: %s pushed, %s gathered%n",
        query, bytes(pushing), bytes(gathering));
  }

  private String bytes(Session session) {
    if (engine.execute(session, "explain analyze " + text) instanceof Result.Rows result) {
      try (Executor rows = result.rows()) {
        Batch plan = rows.next().orElseThrow();
        for (int i = 0; i < plan.rows(); i++) {
          Matcher matcher = BYTES.matcher(plan.column(5).getString(i));
          if (matcher.find()) {
            return matcher.group(1);
          }
        }
      }
    }
    return "no";
  }

  @TearDown(Level.Trial)
  public void stop() {
    clients.close();
    cluster.close();
  }

  private long run(Session session) {
    long seen = 0;
    if (engine.execute(session, text) instanceof Result.Rows result) {
      try (Executor rows = result.rows()) {
        for (Optional<Batch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
          seen += batch.get().rows();
        }
      }
    }
    return seen;
  }

  @Benchmark
  public long pushed() {
    return run(pushing);
  }

  @Benchmark
  public long floor() {
    return run(gathering);
  }
}

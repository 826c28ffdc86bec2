package io.minitidb.bench;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import io.minitidb.log.Logging;
import io.minitidb.log.NodeLog;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.slowlog.SlowLogFiles;
import io.minitidb.tidb.sql.SqlEngine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;

/// Measures the tables over files: 1 GiB of logs on three nodes, and a slow log of five million
/// entries, each node a server of its own in this JVM. `FileTables DIRECTORY` writes the files
/// there if they are missing. Run it with `-Xmx96m`, so that what does not stream fails.
public final class FileTables {
  private static final int NODES = 3;
  private static final long LOG_BYTES = (1L << 30) / NODES;
  private static final long FILE_BYTES = 64L << 20;
  private static final int ENTRIES = 5_000_000;
  private static final int ENTRIES_PER_FILE = 500_000;
  private static final int RUNS = 7;

  private static final List<String> LOG_QUERIES =
      List.of(
          "select time, instance, message from cluster_log where message like '%deadlock%' and time"
              + " > now() - interval 10 minute limit 100",
          "select time, message from cluster_log where level = 'error' order by time desc limit 10",
          "select count(*) from cluster_log where message like '%no such word%'",
          "select count(*) from cluster_log where message like '%deadlock%'",
          "select level, count(*) from cluster_log group by level");

  private static final List<String> SLOW_QUERIES =
      List.of(
          "select time, query_time, query from cluster_slow_query order by time desc limit 10",
          "select count(*), max(query_time) from cluster_slow_query where time > now() - interval 1"
              + " minute",
          "select count(*) from cluster_slow_query where digest = 'd12345'",
          "select digest, count(*), sum(query_time) from cluster_slow_query group by digest");

  private FileTables() {}

  public static void main(String[] args) throws IOException {
    Logging.toConsole("warn");
    Path directory = Path.of(args.length > 0 ? args[0] : System.getProperty("java.io.tmpdir"));
    Path marker = directory.resolve("written");
    if (!Files.exists(marker)) {
      for (int node = 1; node <= NODES; node++) {
        writeLog(directory.resolve("node-" + node + ".log"), node);
      }
      writeSlowLog(directory.resolve("slow.log"));
      Files.createFile(marker);
    }
    run(
        NODES,
        id ->
            Map.of(
                NodeLog.class, new NodeLog(Optional.of(directory.resolve("node-" + id + ".log")))),
        LOG_QUERIES);
    run(
        1,
        id -> Map.of(SlowLogFiles.class, new SlowLogFiles(directory.resolve("slow.log"))),
        SLOW_QUERIES);
  }

  private static void run(
      int nodes, IntFunction<Map<Class<?>, Object>> sources, List<String> queries)
      throws IOException {
    SessionRegistry sessions = new SessionRegistry(1, GlobalVariables.defaults());
    Session session = SimulatedNodes.session(sessions);
    session.variables().set("tidb_cluster_node_timeout", "60000");
    try (NodeClients clients = new NodeClients();
        SimulatedNodes cluster = new SimulatedNodes(nodes, 0, sources)) {
      SqlEngine engine = cluster.engine(clients, sessions);
      for (String sql : queries) {
        double[] millis = new double[RUNS];
        long rows = 0;
        for (int i = 0; i < RUNS; i++) {
          long begin = System.nanoTime();
          rows = rows(engine, session, sql);
          millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
            Locale.ROOT,
            "first %8.1f ms  median %8.1f ms  best %8.1f ms  %6d rows  %s%n",
            first,
            millis[RUNS / 2],
            millis[0],
            rows,
            sql);
      }
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "heap %d MiB of at most %d MiB%n",
        (runtime.totalMemory() - runtime.freeMemory()) >> 20, runtime.maxMemory() >> 20);
  }

  private static long rows(SqlEngine engine, Session session, String sql) {
    long count = 0;
    if (engine.execute(session, sql) instanceof Result.Rows result) {
      try (Executor rows = result.rows()) {
        for (Optional<Batch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
          count += batch.get().rows();
        }
      }
    }
    return count;
  }

  private static Path file(Path file, int number) {
    return number == 0 ? file : Path.of(file + "." + number);
  }

  /// Lines of some 150 bytes, a hundred a second, up to now.
  private static void writeLog(Path file, int seed) throws IOException {
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSS xxx", Locale.ROOT)
            .withZone(ZoneId.systemDefault());
    Random random = new Random(seed);
    long lines = LOG_BYTES / 150;
    int files = (int) (LOG_BYTES / FILE_BYTES) + 1;
    Instant end = Instant.now();
    for (int number = files - 1; number >= 0; number--) {
      try (BufferedWriter out = Files.newBufferedWriter(file(file, number))) {
        for (long i = lines / files; i > 0; i--) {
          long before = number * (lines / files) + i;
          out.write("[" + format.format(end.minusMillis(10 * before)) + "] [");
          out.write(random.nextInt(1000) == 0 ? "ERROR" : "INFO");
          out.write("] [Region.java] [\"split of region done\"] [region=");
          out.write(Long.toHexString(random.nextLong()));
          out.write(
              "] [peer=" + random.nextInt(1000) + "] [key=" + Long.toHexString(random.nextLong()));
          out.write(random.nextInt(5000) == 0 ? "] [why=deadlock]\n" : "] [took=12.5ms]\n");
        }
      }
    }
  }

  /// Entries of some 300 bytes, five hundred a second, up to now.
  private static void writeSlowLog(Path file) throws IOException {
    Random random = new Random(1);
    Instant end = Instant.now();
    for (int number = ENTRIES / ENTRIES_PER_FILE - 1; number >= 0; number--) {
      try (BufferedWriter out = Files.newBufferedWriter(file(file, number))) {
        for (int i = ENTRIES_PER_FILE; i > 0; i--) {
          long before = (long) number * ENTRIES_PER_FILE + i;
          out.write("# Time: " + end.minusMillis(2 * before) + "\n# Txn_start_ts: 0\n");
          out.write("# User@Host: root[root] @ 127.0.0.1 [127.0.0.1]\n# Conn_ID: " + i % 100);
          out.write("\n# Query_time: 0." + (300 + random.nextInt(600)));
          out.write("\n# Parse_time: 0.000012\n# DB: test\n# Is_internal: false\n# Digest: d");
          out.write(
              random.nextInt(20_000) + "\n# Num_cop_tasks: 3\n# Mem_max: 12345\n# Succ: true\n");
          out.write("select * from orders where id = " + random.nextInt() + ";\n");
        }
      }
    }
  }
}

package io.minitidb.bench;

import io.minitidb.log.Logging;
import io.minitidb.tls.ServerKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Everyday statements over the MySQL port of a mini-tidb, beside MariaDB's server on the same
/// machine, asked in turns by the same driver: how many a second and the time of the slowest
/// hundredth, for a number of connections that each ask again as soon as they have their answer,
/// and the processor time that the server takes for each, which says most when others want the
/// processor too.
///
/// `java -cp ... io.minitidb.bench.Clients [SECONDS [NAME]]`, where NAME is one of the statements.
/// Each is warmed up for as long as it is measured. It starts and ends both servers, the SQL port
/// of a mini-tidb in a process of its own and `mariadbd`, which has to be installed.
public final class Clients {
  private static final int[] CONNECTIONS = {1, 16, 128};

  /// So many connections that do nothing are in the process list.
  private static final int IDLE = 100;

  private static final String COLUMNS = "a.id, a.user, a.host, a.db, a.command, a.time, a.state";
  private static final String LIST = "information_schema.processlist";

  private static final Map<String, String> STATEMENTS = new LinkedHashMap<>();

  static {
    STATEMENTS.put("select 1", "select 1");
    STATEMENTS.put("select @@version_comment", "select @@version_comment");
    STATEMENTS.put("20 rows", "select " + COLUMNS + ", a.info from " + LIST + " a limit 20");
    STATEMENTS.put(
        "10,000 rows",
        "select " + COLUMNS + ", b.info from " + LIST + " a, " + LIST + " b limit 10000");
  }

  /// @param nanos of each statement, in order
  /// @param cpu what the server took meanwhile
  private record Measured(long[] nanos, double seconds, Duration cpu) {
    double rate() {
      return nanos.length / seconds;
    }

    double cpuMicros() {
      return cpu.toNanos() / 1000.0 / nanos.length;
    }

    double micros(double percent) {
      int at = (int) Math.ceil(nanos.length * percent / 100) - 1;
      return nanos[Math.clamp(at, 0, nanos.length - 1)] / 1000.0;
    }
  }

  private record Server(String url, long pid) {}

  private Clients() {}

  public static void main(String[] args) throws Exception {
    Logging.toConsole("error"); // drivers log each statement
    double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 3;
    Path directory = Files.createTempDirectory("clients");
    ServerKeys.selfSigned(directory, "sql", List.of("127.0.0.1"));
    try (MariaDbProcess mariadb = MariaDbProcess.start(directory);
        SqlServerProcess ours = SqlServerProcess.start(directory)) {
      Map<String, Server> servers = new LinkedHashMap<>();
      servers.put("mariadb", new Server(url(mariadb.port()), mariadb.pid()));
      servers.put("mini-tidb", new Server(url(ours.port()), ours.pid()));
      List<Connection> idle = new ArrayList<>();
      for (Server server : servers.values()) {
        idle.addAll(open(server.url(), IDLE));
      }
      System.out.println(
          "| statement | connections | server | statements / s | p50 us | p99 us | CPU us |");
      System.out.println("|---|---|---|---|---|---|---|");
      if (args.length > 1) {
        STATEMENTS.keySet().retainAll(List.of(args[1]));
      }
      for (Map.Entry<String, String> statement : STATEMENTS.entrySet()) {
        for (int connections : CONNECTIONS) {
          for (Map.Entry<String, Server> server : servers.entrySet()) {
            Measured measured =
                measure(server.getValue(), statement.getValue(), connections, seconds);
            System.out.printf(
                Locale.ROOT,
                "| %s | %d | %s | %,.0f | %.1f | %.1f | %.1f |%n",
                statement.getKey(),
                connections,
                server.getKey(),
                measured.rate(),
                measured.micros(50),
                measured.micros(99),
                measured.cpuMicros());
          }
        }
      }
      close(idle);
    }
  }

  private static String url(int port) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/?user=root";
  }

  private static List<Connection> open(String url, int count) throws SQLException {
    List<Connection> opened = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      opened.add(DriverManager.getConnection(url));
    }
    return opened;
  }

  private static void close(List<Connection> connections) throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }

  private static Measured measure(Server server, String sql, int connections, double seconds)
      throws SQLException, InterruptedException, ExecutionException {
    List<Connection> opened = open(server.url(), connections);
    try {
      run(server, opened, sql, seconds);
      return run(server, opened, sql, seconds);
    } finally {
      close(opened);
    }
  }

  private static Measured run(
      Server server, List<Connection> connections, String sql, double seconds)
      throws InterruptedException, ExecutionException {
    Duration cpu = CpuTime.of(server.pid());
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    List<Future<long[]>> runs = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Connection connection : connections) {
        runs.add(threads.submit(() -> ask(connection, sql, end)));
      }
    }
    double took = (System.nanoTime() - begin) / 1e9;
    Duration more = CpuTime.of(server.pid()).minus(cpu);
    List<long[]> all = new ArrayList<>();
    for (Future<long[]> run : runs) {
      all.add(run.get());
    }
    long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Measured(nanos, took, more);
  }

  private static long[] ask(Connection connection, String sql, long end) throws SQLException {
    long[] nanos = new long[1024];
    int count = 0;
    try (Statement statement = connection.createStatement()) {
      long now = System.nanoTime();
      while (now < end) {
        try (ResultSet rows = statement.executeQuery(sql)) {
          while (rows.next()) {
            rows.getString(1);
          }
        }
        long then = now;
        now = System.nanoTime();
        nanos = count == nanos.length ? Arrays.copyOf(nanos, 2 * count) : nanos;
        nanos[count++] = now - then;
      }
    }
    return Arrays.copyOf(nanos, count);
  }
}

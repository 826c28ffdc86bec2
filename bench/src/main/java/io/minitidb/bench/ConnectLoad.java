package io.minitidb.bench;

import io.minitidb.log.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// Connect, authenticate by a password and quit: our SQL port beside MariaDB's, each in a process
/// of its own, with the same certificate. The two take turns of two seconds, so that both have the
/// same of what else the machine does; the median turn counts. `bare` speaks the protocol without a
/// driver, so that it is the servers that are measured; `driver` is MariaDB Connector/J. Beside the
/// rate stands the processor time that the server takes for a login. Needs Debian's package
/// `mariadb-server`.
public final class ConnectLoad {
  private static final String PASSWORD = "secret";
  private static final int CLIENTS = 4;

  /// Turns that do not count: until then our compilers take more of the processor than logins do.
  private static final int WARM_UP = 10;

  private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private ConnectLoad() {}

  /// @param args how many turns each server has, 7 without
  public static void main(String[] args) throws Exception {
    Logging.toConsole("error");
    if (!MariaDbProcess.isInstalled()) {
      throw new IOException("the package mariadb-server is not installed");
    }
    int turns = args.length > 0 ? Integer.parseInt(args[0]) : 7;
    Path directory = Files.createTempDirectory("connect");
    try (SqlServerProcess ours = SqlServerProcess.start(directory);
        MariaDbProcess theirs = MariaDbProcess.start(directory);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      makeUser(ours.port());
      makeUser(theirs.port());
      for (boolean driver : new boolean[] {false, true}) {
        for (boolean tls : new boolean[] {false, true}) {
          List<Turn> our = new ArrayList<>();
          List<Turn> their = new ArrayList<>();
          for (int i = -WARM_UP; i < turns; i++) {
            Turn one = turn(clients, ours.port(), ours.pid(), driver, tls);
            Turn other = turn(clients, theirs.port(), theirs.pid(), driver, tls);
            if (i >= 0) {
              our.add(one);
              their.add(other);
            }
          }
          double rate = median(our, Turn::rate);
          double theirRate = median(their, Turn::rate);
          System.out.printf(
              Locale.ROOT,
              "%-6s %-5s mini-tidb %7.0f/s %6.0f us  MariaDB %7.0f/s %6.0f us  ratio %.2f%n",
              driver ? "driver" : "bare",
              tls ? "TLS" : "plain",
              rate,
              median(our, Turn::cpuMicros),
              theirRate,
              median(their, Turn::cpuMicros),
              rate / theirRate);
        }
      }
    }
  }

  private static void makeUser(int port) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/?user=root");
        Statement statement = connection.createStatement()) {
      statement.execute("create user ann@'127.0.0.1' identified by '" + PASSWORD + "'");
    }
  }

  /// @param rate logins in a second
  /// @param cpuMicros of the server for each
  private record Turn(double rate, double cpuMicros) {}

  private static double median(List<Turn> turns, ToDoubleFunction<Turn> what) {
    return turns.stream().mapToDouble(what).sorted().toArray()[turns.size() / 2];
  }

  private static Turn turn(ExecutorService clients, int port, long pid, boolean driver, boolean tls)
      throws InterruptedException, ExecutionException {
    Duration cpu = CpuTime.of(pid);
    long begin = System.nanoTime();
    List<Future<Integer>> counts = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      counts.add(
          clients.submit(() -> {
            int count = 0;
            while (System.nanoTime() - begin < TURN_NANOS) {
              login(port, driver, tls);
              count++;
            }
            return count;
          }));
    }
    int all = 0;
    for (Future<Integer> count : counts) {
      all += count.get();
    }
    double rate = all * 1e9 / (System.nanoTime() - begin);
    return new Turn(rate, CpuTime.of(pid).minus(cpu).toNanos() / 1000.0 / all);
  }

  private static void login(int port, boolean driver, boolean tls)
      throws IOException, SQLException {
    if (driver) {
      String mode = tls ? "trust" : "disable";
      DriverManager.getConnection(
              "jdbc:mariadb://127.0.0.1:" + port + "/?sslMode=" + mode, "ann", PASSWORD)
          .close();
    } else {
      BareLogin.once(port, tls, "ann", PASSWORD);
    }
  }
}

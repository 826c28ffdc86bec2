package io.minitidb.bench;

import io.minitidb.log.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// Connect, authenticate by a password and quit: our SQL port (`miniTidb`) beside MariaDB's
/// (`floor`), each in a process of its own, with the same certificate. `bare` speaks the protocol
/// without a driver, so that it is the servers that are measured; `driver` is MariaDB Connector/J.
/// Run it with `./mini-cluster bench Connect`; it needs Debian's package `mariadb-server`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Threads(4)
@Fork(value = 1, jvmArgsAppend = {"-Xmx512m", "--enable-native-access=ALL-UNNAMED"})
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class ConnectBenchmark {
  private static final String PASSWORD = "secret";

  @Param({"bare", "driver"})
  public String client;

  @Param({"false", "true"})
  public boolean tls;

  private SqlServerProcess ours;
  private MariaDbProcess theirs;

  @Setup(Level.Trial)
  public void start() throws IOException, InterruptedException, SQLException {
    Logging.toConsole("error");
    Path directory = Files.createTempDirectory("connect");
    ours = SqlServerProcess.start(directory);
    theirs = MariaDbProcess.start(directory);
    for (int port : new int[] {ours.port(), theirs.port()}) {
      try (Connection connection =
              DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/?user=root");
          Statement statement = connection.createStatement()) {
        statement.execute("create user ann@'127.0.0.1' identified by '" + PASSWORD + "'");
      }
    }
  }

  @TearDown(Level.Trial)
  public void stop() {
    ours.close();
    theirs.close();
  }

  private void connect(int port) throws IOException, SQLException {
    if (client.equals("bare")) {
      BareLogin.once(port, tls, "ann", PASSWORD);
    } else {
      DriverManager.getConnection(
              "jdbc:mariadb://127.0.0.1:" + port + "/?sslMode=" + (tls ? "trust" : "disable"),
              "ann",
              PASSWORD)
          .close();
    }
  }

  @Benchmark
  public void miniTidb() throws IOException, SQLException {
    connect(ours.port());
  }

  @Benchmark
  public void floor() throws IOException, SQLException {
    connect(theirs.port());
  }
}

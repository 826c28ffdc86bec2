package io.minitidb.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A MariaDB as Debian's package `mariadb-server` has it, with an empty data directory, on
/// loopback.
final class MariaDbProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final int port;

  private MariaDbProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Returns whether the package is installed.
  static boolean isInstalled() {
    return Files.isExecutable(Path.of("/usr/sbin/mariadbd"));
  }

  /// @param directory with `sql.pem` and `sql-key.pem`, the certificate that it shows
  static MariaDbProcess start(Path directory) throws IOException, InterruptedException {
    Path data = directory.resolve("mariadb");
    Path log = directory.resolve("mariadb.log");
    Process install =
        new ProcessBuilder(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + data,
                "--user=" + System.getProperty("user.name"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (install.waitFor() != 0) {
      throw new IOException("mariadb-install-db failed, see " + log);
    }
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                "/usr/sbin/mariadbd",
                "--no-defaults",
                "--datadir=" + data,
                "--user=" + System.getProperty("user.name"),
                "--socket=" + directory.resolve("mariadb.sock"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--max-connections=12000",
                "--skip-name-resolve",
                "--ssl-cert=" + directory.resolve("sql.pem"),
                "--ssl-key=" + directory.resolve("sql-key.pem"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    MariaDbProcess server = new MariaDbProcess(process, port);
    server.await();
    return server;
  }

  private void await() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try (Connection connection =
              DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/?user=root");
          Statement statement = connection.createStatement()) {
        statement.execute("select 1");
        return;
      } catch (SQLException notYet) {
        if (System.nanoTime() > end || !process.isAlive()) {
          close();
          throw new IOException("MariaDB does not answer", notYet);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
  }
}

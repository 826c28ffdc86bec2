package io.minitidb.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// MariaDB's server with its defaults, on a free loopback port, without grants, in a directory that
/// goes with it.
final class MariaDbServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path dir;
  private final int port;

  private MariaDbServer(Process process, Path dir, int port) {
    this.process = process;
    this.dir = dir;
    this.port = port;
  }

  static MariaDbServer start() throws IOException, InterruptedException {
    Path dir = Files.createTempDirectory("mariadb");
    Path data = dir.resolve("data");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String user = System.getProperty("user.name");
    int code =
        program(
                dir,
                "mariadb-install-db",
                "--no-defaults",
                "--user=" + user,
                "--datadir=" + data,
                "--skip-test-db")
            .waitFor();
    if (code != 0) {
      throw new IOException(Files.readString(dir.resolve("mariadb-install-db.log")));
    }
    MariaDbServer server =
        new MariaDbServer(
            program(
                dir,
                "mariadbd",
                "--no-defaults",
                "--user=" + user,
                "--datadir=" + data,
                "--socket=" + dir.resolve("socket"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-grant-tables",
                "--skip-networking=0",
                "--max-connections=1000"),
            dir,
            port);
    server.awaitStart();
    return server;
  }

  private static Process program(Path dir, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
    builder.environment().merge("PATH", "/usr/sbin", (path, sbin) -> path + ":" + sbin);
    if (Files.isExecutable(Path.of("/usr/sbin", command[0]))) {
      builder.command().set(0, "/usr/sbin/" + command[0]);
    }
    return builder
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve(command[0] + ".log").toFile())
        .start();
  }

  String url() {
    return "jdbc:mariadb://127.0.0.1:" + port + "/?user=root";
  }

  private void awaitStart() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        DriverManager.getConnection(url()).close();
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() - end > 0) {
          String log = Files.readString(dir.resolve("mariadbd.log"));
          close();
          throw new IOException("mariadbd did not start: " + log, e);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(dir)) {
      files.sorted(Comparator.reverseOrder()).forEach(MariaDbServer::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

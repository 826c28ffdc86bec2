package io.minitidb.bench;

import io.minitidb.log.Logging;
import io.minitidb.memtable.Sessions;
import io.minitidb.node.HostPort;
import io.minitidb.server.ServerTls;
import io.minitidb.tidb.Statements;
import io.minitidb.tidb.exec.NodeClients;
import io.minitidb.tidb.mysql.MysqlServer;
import io.minitidb.tidb.mysql.ServerStatus;
import io.minitidb.tidb.mysql.Transport;
import io.minitidb.tidb.session.GlobalChanges;
import io.minitidb.tidb.session.GlobalVariables;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.sql.ExecEnvironment;
import io.minitidb.tidb.sql.SqlEngine;
import io.minitidb.tidb.statement.StatementSummary;
import io.minitidb.tidb.users.LockoutSettings;
import io.minitidb.tidb.users.Logins;
import io.minitidb.tidb.users.PasswordKey;
import io.minitidb.tidb.users.Users;
import io.minitidb.tls.RsaKey;
import io.minitidb.tls.ServerKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The SQL port of a mini-tidb in a process of its own, with TLS, so that what it costs is its own.
/// Its process list and its records of statements are real.
final class SqlServerProcess implements AutoCloseable {
  /// As `mini-tidb` has it.
  private static final String HEAP = "-Xmx256m";

  private final Process process;
  private final int port;

  private SqlServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// The other process.
  ///
  /// @param args where its certificate is, or is put
  public static void main(String[] args) throws IOException {
    Logging.toConsole("error");
    GlobalVariables globals = GlobalVariables.defaults();
    SessionRegistry sessions = new SessionRegistry(1, globals);
    Statements statements = Statements.follow(globals.server(), Optional.empty(), sessions);
    Map<Class<?>, Object> sources =
        Map.of(Sessions.class, sessions, StatementSummary.class, statements.summary());
    try (SimulatedNodes cluster = new SimulatedNodes(1, 20, id -> sources);
        NodeClients clients = new NodeClients()) {
      ExecEnvironment environment =
          new ExecEnvironment(
              cluster::topology,
              sessions,
              clients,
              cluster.local(),
              "",
              statements.recorder(),
              Users.inMemory(),
              GlobalChanges.REFUSED,
              Optional.empty());
      SqlEngine engine = new SqlEngine(cluster.tables(), environment);
      try (MysqlServer server =
          MysqlServer.start(
              new HostPort("127.0.0.1", 0),
              CompletableFuture.completedFuture(engine),
              sessions,
              new Logins(environment.users(), () -> LockoutSettings.DEFAULT),
              new ServerStatus(sessions),
              new Transport(
                  Optional.of(
                      new ServerTls(
                          ServerKeys.selfSigned(Path.of(args[0]), "sql", List.of("127.0.0.1")))),
                  new PasswordKey(RsaKey::make)))) {
        System.out.println(server.port());
        while (System.in.read() >= 0) {}
      }
    }
  }

  /// Starts it and waits until it listens.
  ///
  /// @param directory of `sql.pem` and `sql-key.pem`, made if they are not there
  static SqlServerProcess start(Path directory) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xss512k",
                "-Djdk.virtualThreadScheduler.parallelism=8",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                SqlServerProcess.class.getName(),
                directory.toString()));
    // As bin/run-node takes them.
    Optional.ofNullable(System.getenv("MINI_JVM_OPTS"))
        .ifPresent(options -> command.addAll(1, List.of(options.split(" "))));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    while (line != null && !line.matches("\\d+")) { // a JVM with options may say something first
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the server did not start");
    }
    return new SqlServerProcess(process, Integer.parseInt(line));
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

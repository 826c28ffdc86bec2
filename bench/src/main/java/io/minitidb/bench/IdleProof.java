package io.minitidb.bench;

import io.minitidb.log.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/// Measures what idle connections cost a mini-tidb: how much its process grows by 10,000 of them
/// that have logged in. `IdleProof 10000 tls` does so with TLS, `IdleProof 10000 plain mariadb`
/// asks MariaDB the same. Needs as many open files.
public final class IdleProof {
  private IdleProof() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Logging.toConsole("error");
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    boolean tls = args.length > 1 && args[1].equals("tls");
    boolean theirs = args.length > 2 && args[2].equals("mariadb");
    Path directory = Files.createTempDirectory("idle");
    try (SqlServerProcess ours = SqlServerProcess.start(directory)) {
      if (theirs) {
        try (MariaDbProcess server = MariaDbProcess.start(directory)) {
          measure(server.port(), server.pid(), count, tls);
        }
      } else {
        measure(ours.port(), ours.pid(), count, tls);
      }
    }
  }

  private static void measure(int port, long pid, int count, boolean tls) throws IOException {
    for (int i = 0; i < 500; i++) { // so that classes and code are there before
      BareLogin.once(port, tls, "root", "");
    }
    long before = resident(pid);
    Deque<BareLogin> idle = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      idle.add(BareLogin.open(port, tls, "root", ""));
    }
    long after = resident(pid);
    System.out.printf(
        Locale.ROOT,
        "%d idle connections%s: %.1f MiB -> %.1f MiB, %.1f MiB more, %.1f KiB each%n",
        count,
        tls ? " by TLS" : "",
        before / 1024.0,
        after / 1024.0,
        (after - before) / 1024.0,
        (double) (after - before) / count);
    while (!idle.isEmpty()) {
      idle.remove().close();
    }
    BareLogin.once(port, tls, "root", "");
  }

  /// Returns what the process has in memory, in KiB.
  private static long resident(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no VmRSS of " + pid);
  }
}

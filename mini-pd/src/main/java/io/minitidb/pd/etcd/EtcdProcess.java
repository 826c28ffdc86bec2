package io.minitidb.pd.etcd;

import io.minitidb.node.HostPort;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running etcd whose life is tied to this JVM.
///
/// Between both stands a small shell that reads a pipe from us. However we end, even by `kill -9`,
/// the kernel closes the pipe and the shell stops etcd: first politely, so that etcd hands its
/// leadership over, after a second by force, which its log survives. It does the same when we are
/// silent for too long: an etcd whose member is frozen would stay etcd's leader, and nobody could
/// lead. It runs in a session of its own, so that Ctrl-C reaches the JVM alone, which then stops
/// things in order.
public final class EtcdProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EtcdProcess.class);
  private static final long LOG_LIMIT = 16L << 20;
  private static final int OUTPUT_LIMIT = 64 << 10;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  /// How often we tell the shell that we live, and how long it bears our silence.
  private static final Duration BEAT = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Arguments: the pid file, the seconds of silence that end etcd, then etcd's command line.
  private static final String WATCHDOG =
      """
      pidfile=$1; patience=$2; shift 2
      exec 3<&0 </dev/null
      "$@" 3<&- &
      child=$!
      echo $child >"$pidfile"
      trap 'kill -TERM $child 2>/dev/null' TERM INT HUP
      (
        trap - TERM INT HUP
        if command -v timeout; then
          while [ -n "$(timeout "$patience" head -c 1 <&3)" ]; do :; done
        else
          cat <&3
        fi >/dev/null
        kill -TERM $child
        tries=0
        while kill -0 $child && [ $tries -lt 10 ]; do sleep 0.1; tries=$((tries + 1)); done
        kill -KILL $child
      ) 2>/dev/null &
      watcher=$!
      exec 3<&-
      wait $child; code=$?
      while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
      kill $watcher 2>/dev/null
      rm -f "$pidfile"
      exit $code
      """;

  private final Process shell;
  private final Path pidFile;
  private final Path logFile;
  private final long logStart;
  private final HostPort address;

  private EtcdProcess(Process shell, Path pidFile, Path logFile, long logStart, HostPort address) {
    this.shell = shell;
    this.pidFile = pidFile;
    this.logFile = logFile;
    this.logStart = logStart;
    this.address = address;
  }

  /// Starts etcd, after it has ended a leftover of an earlier run on the same directory. Does not
  /// wait until etcd serves.
  public static EtcdProcess start(EtcdBinary binary, EtcdOptions options) throws IOException {
    return start(binary, options, freeAddress(), Optional.empty());
  }

  /// As [#start(EtcdBinary, EtcdOptions)], with the address that an earlier one had, where clients
  /// find the new one.
  ///
  /// @param tls what its ports are served with
  static EtcdProcess start(
      EtcdBinary binary, EtcdOptions options, HostPort address, Optional<EtcdTls> tls)
      throws IOException {
    Path dataDir = options.dataDir();
    if (!Files.isDirectory(dataDir)) {
      Files.createDirectories(dataDir.toAbsolutePath().getParent());
      // etcd asks that nobody else can read its data.
      Files.createDirectory(
          dataDir,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path pidFile = dataDir.resolve("etcd.pid");
    Path logFile = dataDir.resolve("etcd.log");
    endLeftover(pidFile, dataDir);
    if (Files.exists(logFile) && Files.size(logFile) > LOG_LIMIT) {
      Files.move(logFile, dataDir.resolve("etcd.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    long logStart = Files.exists(logFile) ? Files.size(logFile) : 0;
    List<String> command = new ArrayList<>();
    if (new File("/usr/bin/setsid").canExecute()) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(List.of("sh", "-c", WATCHDOG, "etcd-watchdog", pidFile.toString()));
    command.add(Long.toString(PATIENCE.toSeconds()));
    command.addAll(options.command(binary, (tls.isPresent() ? "https://" : "http://") + address));
    tls.ifPresent(each -> command.addAll(each.flags()));
    Process shell =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
            .start();
    Thread.ofPlatform().daemon().name("pd-etcd-beat").start(() -> beat(shell));
    return new EtcdProcess(shell, pidFile, logFile, logStart, address);
  }

  private static void beat(Process shell) {
    try (OutputStream pipe = shell.getOutputStream()) {
      do {
        pipe.write('.');
        pipe.flush();
      } while (!shell.waitFor(BEAT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (IOException | InterruptedException e) {
      log.debug("the watchdog listens no more: {}", e.toString());
    }
  }

  /// Returns where etcd will serve its clients, for this member alone.
  public HostPort address() {
    return address;
  }

  /// Completes with the exit code when etcd has ended, for whatever reason.
  public CompletableFuture<Integer> exited() {
    return shell.onExit().thenApply(Process::exitValue);
  }

  public boolean alive() {
    return shell.isAlive();
  }

  /// Returns etcd's own process id, once it is written down.
  public Optional<Long> pid() {
    return readPid(pidFile);
  }

  /// Returns the end of what this etcd has written, 64 KiB at most.
  String output() {
    try (RandomAccessFile file = new RandomAccessFile(logFile.toFile(), "r")) {
      long from = Math.max(logStart, file.length() - OUTPUT_LIMIT);
      byte[] bytes = new byte[(int) Math.max(0, file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  /// Stops etcd politely and, when that takes too long, by force.
  @Override
  public void close() {
    Optional<Long> pid = pid();
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("etcd did not stop within {} s and is killed", STOP_LIMIT.toSeconds());
        pid.flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
      }
    } catch (IOException e) {
      log.warn("closing the pipe to etcd's watchdog failed", e);
    } catch (InterruptedException e) {
      shell.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /// Ends an etcd that outlived its JVM and its watchdog. A pid may have been given to somebody
  /// else: the process must be an etcd on our directory.
  private static void endLeftover(Path pidFile, Path dataDir) throws IOException {
    Optional<ProcessHandle> leftover =
        readPid(pidFile).flatMap(ProcessHandle::of).filter(p -> isEtcdOn(p, dataDir));
    if (leftover.isPresent()) {
      log.warn("ending a leftover etcd, pid {}", leftover.get().pid());
      leftover.get().destroy();
      try {
        leftover
            .get()
            .onExit()
            .orTimeout(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            .handle((p, e) -> e == null)
            .join();
      } finally {
        leftover.get().destroyForcibly();
      }
    }
    Files.deleteIfExists(pidFile);
  }

  private static boolean isEtcdOn(ProcessHandle process, Path dataDir) {
    List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
    int flag = arguments.indexOf("--data-dir");
    return flag >= 0
        && flag + 1 < arguments.size()
        && arguments.get(flag + 1).equals(dataDir.toString())
        && process.info().command().orElse("").endsWith("etcd");
  }

  private static Optional<Long> readPid(Path pidFile) {
    try {
      return Optional.of(Long.parseLong(Files.readString(pidFile).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// etcd cannot be asked to choose a port itself. Below the range from which outgoing connections
  /// take theirs.
  static HostPort freeAddress() throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(21_000, 32_000);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return new HostPort("127.0.0.1", probe.getLocalPort());
      } catch (IOException taken) {
        log.debug("port {} is taken", port);
      }
    }
    throw new IOException("found no free port for etcd between 21000 and 32000");
  }
}

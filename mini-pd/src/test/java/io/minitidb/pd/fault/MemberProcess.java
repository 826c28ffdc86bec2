package io.minitidb.pd.fault;

import io.minitidb.node.HostPort;
import io.minitidb.pd.PdMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A member as a process that can be treated badly, on data that outlive it.
final class MemberProcess implements AutoCloseable {
  private final String name;
  private final Path directory;
  private final List<String> command;
  private final HostPort address;
  private final List<Long> kills = new ArrayList<>();
  private Optional<Process> process = Optional.empty();
  private long killedEtcd;

  /// @param before what stands before the command, such as the choice of a namespace
  /// @param address where the tester reaches it
  MemberProcess(Path directory, List<String> before, Map<String, String> flags, HostPort address) {
    this.name = flags.getOrDefault("name", "");
    this.directory = directory;
    this.address = address;
    command = new ArrayList<>(before);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djdk.virtualThreadScheduler.parallelism=8");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), PdMain.class.getName()));
    flags.forEach((flag, value) -> command.addAll(List.of("--" + flag, value)));
    command.addAll(List.of("--data-dir", directory.resolve("data").toString()));
    command.addAll(List.of("--log-file", log().toString()));
  }

  String name() {
    return name;
  }

  HostPort address() {
    return address;
  }

  Path log() {
    return directory.resolve("pd.log");
  }

  /// Returns when its JVM was killed, by `System.nanoTime()`.
  List<Long> kills() {
    return kills;
  }

  void start() throws IOException {
    Files.createDirectories(directory);
    process =
        Optional.of(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("out").toFile()))
                .start());
  }

  boolean alive() {
    return process.filter(Process::isAlive).isPresent();
  }

  private Process running() {
    return process.orElseThrow(() -> new IllegalStateException(name + " was not started"));
  }

  void kill() {
    kills.add(System.nanoTime());
    running().destroyForcibly();
  }

  void killEtcd() throws IOException {
    killedEtcd = etcdPid();
    ProcessHandle.of(killedEtcd).ifPresent(ProcessHandle::destroyForcibly);
  }

  /// Waits until the process has another etcd.
  void awaitNextEtcd() {
    Awaitility.await("another etcd of " + name)
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> etcdPid() != killedEtcd);
  }

  /// Asks the process to stop.
  void stop() {
    running().destroy();
  }

  /// @param signal STOP or CONT
  void signal(String signal) throws IOException {
    signal(signal, running().pid());
  }

  /// @param signal STOP or CONT
  void signalEtcd(String signal) throws IOException {
    signal(signal, etcdPid());
  }

  private static void signal(String signal, long pid) throws IOException {
    new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
        .inheritIO()
        .start()
        .onExit()
        .join();
  }

  long pid() {
    return running().pid();
  }

  long etcdPid() throws IOException {
    return Long.parseLong(Files.readString(directory.resolve("data/etcd.pid")).strip());
  }

  /// Waits for the end of the process; of its own etcd the next one gets rid.
  void awaitEnd() throws InterruptedException {
    if (!running().waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " does not end");
    }
  }

  /// Ends the process at once, if it runs.
  void end() {
    process.ifPresent(Process::destroyForcibly);
  }

  @Override
  public void close() {
    process.ifPresent(Process::destroy);
    try {
      if (process.isPresent() && !running().waitFor(15, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}

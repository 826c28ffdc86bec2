package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// mini-pd as a process of its own: what its end does to its etcd.
@Timeout(300)
final class ProcessTest {
  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /// Waits for the etcd too, which would write into the directory while that is deleted.
  @AfterEach
  void stop() throws Exception {
    http.shutdownNow();
    List<ProcessHandle> etcds =
        started.stream()
            .flatMap(Process::descendants)
            .filter(each -> each.info().command().filter(c -> c.endsWith("etcd")).isPresent())
            .toList();
    started.forEach(Process::destroyForcibly);
    Awaitility.await("the end of etcd")
        .atMost(TestCluster.PATIENCE)
        .until(() -> etcds.stream().noneMatch(ProcessHandle::isAlive));
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.add("-Djdk.virtualThreadScheduler.parallelism=8");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), PdMain.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    started.add(process);
    return process;
  }

  private Process launch(List<Integer> ports) throws IOException {
    return start(
        "--name",
        "pd-0",
        "--data-dir",
        directory.resolve("data").toString(),
        "--client-urls",
        "http://127.0.0.1:" + ports.get(0),
        "--peer-urls",
        "http://127.0.0.1:" + ports.get(1),
        "--log-file",
        directory.resolve("pd.log").toString());
  }

  private Process startMember(List<Integer> ports) throws IOException {
    Process process = launch(ports);
    HttpRequest leader =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(0) + "/pd/api/v1/leader"))
            .build();
    Awaitility.await("a leader")
        .atMost(TestCluster.PATIENCE.multipliedBy(2))
        .failFast(() -> {
          if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(directory.resolve("out")));
          }
        })
        .ignoreExceptions()
        .until(() -> http.send(leader, HttpResponse.BodyHandlers.ofString()).statusCode() == 200);
    return process;
  }

  private ProcessHandle etcd() throws IOException {
    return ProcessHandle.of(
            Long.parseLong(Files.readString(directory.resolve("data/etcd.pid")).strip()))
        .orElseThrow();
  }

  @Test
  void etcdDiesWithItsJvmEvenWhenThatIsKilled() throws Exception {
    List<Integer> ports = FreePorts.take(2);
    Process member = startMember(ports);
    ProcessHandle etcd = etcd();
    member.destroyForcibly().waitFor();
    Awaitility.await("the end of etcd").atMost(TestCluster.PATIENCE).until(() -> !etcd.isAlive());

    Process again = startMember(ports); // on its own stale leader key
    ProcessHandle second = etcd();
    again.destroy();
    assertThat(again.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(again.exitValue()).isIn(0, 143);
    Awaitility.await("the end of etcd").atMost(TestCluster.PATIENCE).until(() -> !second.isAlive());
  }

  @Test
  void theProcessOutlivesItsEtcdAndEndsWithOneThatCannotRun() throws Exception {
    List<Integer> ports = FreePorts.take(2);
    Process member = startMember(ports);
    ProcessHandle first = etcd();
    first.destroyForcibly();
    Awaitility.await("another etcd")
        .atMost(TestCluster.PATIENCE)
        .ignoreExceptions()
        .until(() -> etcd().pid() != first.pid());
    member.destroy();
    assertThat(member.waitFor(90, TimeUnit.SECONDS)).isTrue();

    try (ServerSocket other = new ServerSocket(ports.get(1), 1, InetAddress.getLoopbackAddress())) {
      assertThat(other.isBound()).isTrue();
      Process again = launch(ports);
      assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(again.exitValue()).isEqualTo(1);
      assertThat(Files.readString(directory.resolve("out")))
          .contains("mini-pd: etcd ended with code 1", "address already in use");
    }
  }

  /// It would stay etcd's leader, and no other member could lead.
  @Test
  void theEtcdOfAFrozenMemberEndsAndAnotherComesWhenItGoesOn() throws Exception {
    Process member = startMember(FreePorts.take(2));
    ProcessHandle first = etcd();
    signal("STOP", member);
    try {
      Awaitility.await("the end of etcd")
          .atMost(TestCluster.PATIENCE)
          .until(() -> !first.isAlive());
    } finally {
      signal("CONT", member);
    }
    Awaitility.await("another etcd")
        .atMost(TestCluster.PATIENCE)
        .ignoreExceptions()
        .until(() -> etcd().pid() != first.pid());
    assertThat(member.isAlive()).isTrue();
  }

  private static void signal(String name, Process process) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  @Test
  void badFlagsAreRefusedInOneLine() throws Exception {
    Process member = start("--join", "http://127.0.0.1:1", "--initial-cluster", "a=http://x:1");
    assertThat(member.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(member.exitValue()).isEqualTo(1);
    assertThat(Files.readString(directory.resolve("out")))
        .startsWith("mini-pd: --initial-cluster and --join cannot be given together");
  }
}

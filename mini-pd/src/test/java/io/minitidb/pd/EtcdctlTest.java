package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// etcd's own command line against the client URL of the leader and of another member.
@Timeout(120)
final class EtcdctlTest {
  private static final Path ETCDCTL = Path.of("/usr/bin/etcdctl");
  @TempDir static Path directory;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(ETCDCTL), "no etcdctl here");
    cluster = TestCluster.start(directory, 2);
    cluster.awaitLeader();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static ProcessBuilder command(String url, String... arguments) {
    List<String> command = new ArrayList<>(List.of(ETCDCTL.toString(), "--endpoints=" + url));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    return builder;
  }

  /// Runs a command to its end, which must be a good one.
  private static String run(String input, String url, String... arguments) throws Exception {
    Process process = command(url, arguments).start();
    process.outputWriter().append(input).close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMemberIsAnEtcdEndpoint(boolean leading) throws Exception {
    String name = leading ? cluster.awaitLeader() : cluster.aFollower();
    String url = cluster.uri(name, "").toString();
    String key = "/strange/" + name;
    Path seen = directory.resolve("watch-" + name);
    Process watch = command(url, "watch", key).redirectOutput(seen.toFile()).start();
    try {
      assertThat(run("", url, "put", key, "one")).isEqualTo(lines("OK"));
      assertThat(run("", url, "get", key)).isEqualTo(lines(key, "one"));
      Awaitility.await("the watch sees a change")
          .atMost(TestCluster.PATIENCE)
          .until(() -> {
            run("", url, "put", key, "two");
            return Files.readString(seen).contains(lines("PUT", key, "two"));
          });
    } finally {
      watch.destroyForcibly();
    }
    String guard = "value(\"" + key + "\") = \"two\"";
    String transaction = lines(guard, "", "put " + key + " three", "", "");
    assertThat(run(transaction, url, "txn")).startsWith("SUCCESS");
    assertThat(run("", url, "del", key)).isEqualTo(lines("1"));

    String lease = run("", url, "lease", "grant", "60").split(" ")[1];
    run("", url, "put", "--lease=" + lease, key, "held");
    assertThat(run("", url, "lease", "keep-alive", "--once", lease)).contains("keepalived");
    run("", url, "lease", "revoke", lease);
    assertThat(run("", url, "get", key)).isEmpty();

    assertThat(run("", url, "member", "list")).contains("pd-0", "pd-1");
    assertThat(run("", url, "endpoint", "health")).contains("is healthy");
    assertThat(run("", url, "endpoint", "status")).startsWith(url);
    // As with the original, nobody is kept from writing among PD's own keys.
    assertThat(run("", url, "put", "/pd/strange", "x")).isEqualTo(lines("OK"));
  }
}

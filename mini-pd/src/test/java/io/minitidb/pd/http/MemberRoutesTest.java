package io.minitidb.pd.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.pd.Effect;
import io.minitidb.pd.PdServer;
import io.minitidb.pd.TestCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A member tells of itself whatever has become of its etcd, and bears its clients.
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MemberRoutesTest {
  private static final String PREFIX = "/pd_member/api/v1/";
  private static final List<String> ROUTES =
      List.of(
          "node_info",
          "stats_info",
          "network_latency",
          "ping",
          "version",
          "status",
          "role",
          "members",
          "leader",
          "health",
          "config",
          "metrics",
          "debug/pprof/goroutine?seconds=1");

  @TempDir static Path directory;
  private static TestCluster cluster;
  private static PdServer server;
  private static int revision;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(directory, 1);
    server = cluster.server(cluster.awaitLeader());
    Awaitility.await("a sample")
        .atMost(TestCluster.PATIENCE)
        .until(() -> cluster.get("pd-0", PREFIX + "stats_info").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static void set(String item, String value) {
    assertThat(server.config().apply(++revision, Map.of(item, value)).failure()).isEmpty();
  }

  private static void reset() {
    assertThat(server.config().apply(++revision, Map.of()).failure()).isEmpty();
  }

  private static Socket socket(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().port());
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static String all(String text) throws IOException {
    try (Socket socket = socket(text)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static void allAnswer() throws Exception {
    for (String route : ROUTES) {
      HttpResponse<String> answer = cluster.get("pd-0", PREFIX + route);
      assertThat(answer.statusCode()).as(route).isEqualTo(200);
      assertThat(answer.headers().firstValue("X-PD-Handle-By")).as(route).contains("pd-0");
      assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
          .as(route)
          .containsExactly("*");
    }
  }

  @Test
  @Order(1)
  void everyRouteReadsAndNothingElse() throws Exception {
    allAnswer();
    for (String route : ROUTES.subList(0, 11)) {
      HttpResponse<String> head = cluster.send("HEAD", "pd-0", PREFIX + route);
      assertThat(head.statusCode()).as(route).isEqualTo(200);
      assertThat(head.body()).as(route).isEmpty();
      assertThat(head.headers().firstValue("Content-Length")).as(route).isPresent();
      HttpResponse<String> put = cluster.send("PUT", "pd-0", PREFIX + route);
      assertThat(put.statusCode()).as(route).isEqualTo(405);
      assertThat(put.headers().firstValue("X-PD-Handle-By")).as(route).contains("pd-0");
    }
    for (String path : List.of("/pd/api/v1/members", "/pd/api/v1/config", "/pd/ping", "/metrics")) {
      assertThat(cluster.send("HEAD", "pd-0", path).statusCode()).as(path).isEqualTo(200);
    }
    assertThat(cluster.get("pd-0", PREFIX + "log").statusCode()).isEqualTo(405);
  }

  @Test
  @Order(2)
  void theLevelOfTheLogIsThatOfThisMember() throws Exception {
    for (String path : List.of(PREFIX + "log", "/pd/api/v1/admin/log")) {
      HttpResponse<String> set = cluster.post("pd-0", path, "\"DEBUG\"");
      assertThat(set.statusCode()).isEqualTo(200);
      assertThat(set.body()).isEqualTo("\"The log level is updated.\"\n");
      assertThat(LoggerFactory.getLogger("any").isDebugEnabled()).isTrue();
      assertThat(cluster.post("pd-0", path, "\"warning\"").statusCode()).isEqualTo(200);
      assertThat(LoggerFactory.getLogger("any").isInfoEnabled()).isFalse();
      for (String bad : List.of("\"loud\"", "debug", "1", "")) {
        assertThat(cluster.post("pd-0", path, bad).statusCode()).as(bad).isEqualTo(400);
      }
      assertThat(cluster.post("pd-0", path, "\"loud\"").body())
          .isEqualTo("\"log level loud is illegal\"\n");
      assertThat(cluster.post("pd-0", path, "\"info\"").statusCode()).isEqualTo(200);
    }
  }

  @Test
  @Order(3)
  @Effect({"limits.head-timeout", "limits.body-timeout"})
  void howLongARequestMayTake() throws Exception {
    set("limits.head-timeout", "50ms");
    assertThat(all("GET /pd_member/api/v1/ping HTT")).startsWith("HTTP/1.1 408 ");
    set("limits.body-timeout", "50ms");
    String half = "POST " + PREFIX + "log HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n\"inf";
    assertThat(all(half)).startsWith("HTTP/1.1 408 ");
    reset();
  }

  @Test
  @Order(4)
  @Effect({"limits.idle-timeout", "limits.http-connections"})
  void howManyConnectionsStayForHowLong() throws Exception {
    String request = "GET " + PREFIX + "ping HTTP/1.1\r\nHost: h\r\n\r\n";
    set("limits.idle-timeout", "50ms");
    assertThat(all(request)).startsWith("HTTP/1.1 200 ");
    reset();
    try (Socket held = socket(request)) {
      assertThat(new String(held.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200");
      set("limits.http-connections", "1");
      assertThat(all(request)).startsWith("HTTP/1.1 503 ");
      reset();
    }
  }

  @Test
  @Order(5)
  @Effect("limits.answer-timeout")
  void howLongAnAnswerMayLie() throws Exception {
    set("limits.answer-timeout", "50ms");
    String requests = ("GET " + PREFIX + "node_info HTTP/1.1\r\nHost: h\r\n\r\n").repeat(200);
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.address().port()));
      // More answers than the kernel holds: the last ones are not taken.
      Awaitility.await("the end of the connection")
          .atMost(TestCluster.PATIENCE)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> {
            try {
              socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
              return false;
            } catch (IOException cut) {
              return true;
            }
          });
    }
    reset();
  }

  @Test
  @Order(6)
  void aFrozenEtcdDelaysButDoesNotSilence() throws Exception {
    signal("STOP");
    try {
      allAnswer();
      assertThat(cluster.json("pd-0", PREFIX + "health").path("health").asBoolean()).isFalse();
    } finally {
      signal("CONT");
    }
  }

  @Test
  @Order(7)
  void aDeadEtcdDoesNotSilence() throws Exception {
    ProcessHandle etcd = etcd();
    signal("KILL");
    etcd.onExit().join();
    allAnswer();
    Awaitility.await("the end is noticed")
        .atMost(TestCluster.PATIENCE)
        .until(() -> !cluster.json("pd-0", PREFIX + "role").path("is_leader").asBoolean());
    assertThat(cluster.get("pd-0", PREFIX + "leader").body()).isEqualTo("null\n");
    Awaitility.await("it leads with another etcd")
        .atMost(TestCluster.PATIENCE)
        .until(() -> cluster.json("pd-0", PREFIX + "role").path("is_leader").asBoolean());
    allAnswer();
  }

  private static ProcessHandle etcd() {
    return server.etcd().pid().flatMap(ProcessHandle::of).orElseThrow();
  }

  private static void signal(String name) throws Exception {
    String pid = Long.toString(etcd().pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }
}

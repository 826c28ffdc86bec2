package io.minitidb.pd.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.node.HostPort;
import io.minitidb.pd.Effect;
import io.minitidb.pd.FreePorts;
import io.minitidb.pd.PdServer;
import io.minitidb.pd.TestCluster;
import io.minitidb.server.Closer;
import io.minitidb.server.HttpAnswer;
import io.minitidb.server.HttpHandler;
import io.minitidb.server.HttpPlan;
import io.minitidb.server.HttpRelay;
import io.minitidb.server.NodeServer;
import io.minitidb.server.Routes;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two members with ports in front of them, where the test says what is local and what is not.
@Timeout(120)
final class ForwardingTest {
  private static final Closer closer = new Closer();
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final AtomicBoolean stopping = new AtomicBoolean();
  private static volatile Limits limits = new Limits(SECOND, SECOND, SECOND, SECOND);
  private static volatile CountDownLatch asked = new CountDownLatch(1);
  private static volatile CountDownLatch decided = new CountDownLatch(1);
  private static final CountDownLatch release = new CountDownLatch(1);

  @TempDir static Path directory;
  private static TestCluster cluster;
  private static HttpClient client;
  private static List<NodeServer> fronts;

  /// The advertised URL of a member is its front, so that the other one sends on to it.
  @BeforeAll
  static void start() throws Exception {
    client = closer.add(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    List<Integer> ports = FreePorts.take(2);
    cluster = closer.add(TestCluster.start(directory, 2, Map.of(), advertised(ports)));
    fronts = List.of(front("pd-0", ports.get(0)), front("pd-1", ports.get(1)));
    cluster.awaitLeader();
  }

  private static Map<String, Map<String, String>> advertised(List<Integer> ports) {
    return Map.of(
        "pd-0", Map.of("advertise-client-urls", "http://127.0.0.1:" + ports.get(0)),
        "pd-1", Map.of("advertise-client-urls", "http://127.0.0.1:" + ports.get(1)));
  }

  private static NodeServer front(String name, int port) throws IOException {
    PdServer member = cluster.server(name);
    HttpRelay relay = closer.add(new HttpRelay(() -> limits.forward(), Security.NONE));
    HttpHandler nodeInfo =
        call -> HttpAnswer.json(200, "{\"pd_name\": \"" + name + "\"}").with("X-Answer", "1");
    Routes pd =
        new Routes()
            .instant("/pd/api/v1/node_info", (call, names) -> nodeInfo.handle(call))
            .on("PUT", "/pd/api/v1/echo", (call, names) -> echo(name, call.headers()))
            .get("/pd/api/v1/echo", (call, names) -> echo(name, call.headers()))
            .get(
                "/pd/api/v1/slow",
                (call, names) -> HttpAnswer.text(200, "" + release.await(30, TimeUnit.SECONDS)));
    Routes own =
        new Routes().instant("/pd_member/api/v1/node_info", (call, names) -> nodeInfo.handle(call));
    Redirector redirector = new Redirector(member.member(), pd, relay, () -> limits, stopping::get);
    return closer.add(
        NodeServer.at(new HostPort("127.0.0.1", port))
            .dispatch("pd", head -> seen(redirector.plan(head)))
            .http("pd_member", own)
            .start());
  }

  private static HttpAnswer echo(String name, Map<String, List<String>> headers) {
    return HttpAnswer.text(200, name + " " + headers);
  }

  /// Tells the test when somebody begins and ends to wait for a leader.
  private static HttpPlan seen(HttpPlan plan) {
    if (!(plan instanceof HttpPlan.Undecided(var decision, var ours))) {
      return plan;
    }
    CountDownLatch end = decided;
    return HttpPlan.undecided(() -> {
      asked.countDown();
      try {
        return decision.call();
      } finally {
        end.countDown();
      }
    });
  }

  @AfterAll
  static void stop() {
    release.countDown();
    closer.close();
  }

  private static int follower() {
    return cluster.aFollower().equals("pd-0") ? 0 : 1;
  }

  private static HttpResponse<String> send(int front, String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fronts.get(front).port() + path))
            .timeout(TestCluster.PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// What went wrong in 2019, with the route and the redirector of then, and what it became.
  @Test
  void behindTheRedirectorEveryMemberTellsOfTheLeader() throws Exception {
    String leader = cluster.awaitLeader();
    for (int front = 0; front < 2; front++) {
      assertThat(send(front, "GET", "/pd/api/v1/node_info").body())
          .isEqualTo("{\"pd_name\": \"" + leader + "\"}");
      assertThat(send(front, "GET", "/pd_member/api/v1/node_info").body())
          .isEqualTo("{\"pd_name\": \"pd-" + front + "\"}");
    }
  }

  @Test
  void theAllowHeaderKeepsOnlyWhatReads() throws Exception {
    String leader = cluster.awaitLeader();
    String allow = Redirector.ALLOW_FOLLOWER;
    String follower = cluster.aFollower();
    assertThat(send(follower(), "GET", "/pd/api/v1/echo", allow, "false").body())
        .startsWith(follower + " ");
    assertThat(send(follower(), "PUT", "/pd/api/v1/echo", allow, "true").body())
        .startsWith(leader + " ");
    HttpResponse<String> head = send(follower(), "HEAD", "/pd/api/v1/node_info");
    assertThat(head.headers().firstValue("X-Answer")).contains("1");
    assertThat(head.headers().firstValue("Content-Length")).contains("19");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void theLeaderLearnsWhoAsked() throws Exception {
    String follower = cluster.aFollower();
    String direct = send(follower(), "GET", "/pd/api/v1/echo").body();
    assertThat(direct)
        .containsIgnoringCase("PD-Redirector=[" + follower + "]")
        .containsIgnoringCase("X-Forwarded-For=[127.0.0.1]")
        .containsIgnoringCase("X-Forwarded-Port=[");
    String through =
        send(follower(), "GET", "/pd/api/v1/echo", "X-Forwarded-For", "1.1.1.1, 2.2.2.2").body();
    assertThat(through)
        .containsIgnoringCase("X-Forwarded-For=[1.1.1.1, 2.2.2.2, 1.1.1.1]")
        .doesNotContainIgnoringCase("X-Forwarded-Port");
  }

  @Test
  void whatWasSentOnIsNotSentOnAgain() throws Exception {
    String by = Redirector.REDIRECTED_BY;
    HttpResponse<String> v1 = send(follower(), "GET", "/pd/api/v1/echo", by, "pd-9");
    assertThat(v1.statusCode()).isEqualTo(500);
    assertThat(v1.body()).isEqualTo("[PD:apiutil:ErrRedirectToNotLeader]redirect to not leader\n");
    HttpResponse<String> v2 = send(follower(), "GET", "/pd/api/v2/keyspaces", by, "pd-9");
    assertThat(v2.statusCode()).isEqualTo(500);
    assertThat(v2.body())
        .isEqualTo("\"[PD:apiutil:ErrRedirectToNotLeader]redirect to not leader\"\n");
    assertThat(send(follower(), "GET", "/pd/api/v2/keyspaces").statusCode()).isEqualTo(404);
  }

  @Test
  @Effect("limits.forward-timeout")
  void aLeaderThatDoesNotAnswerIsGivenUp() throws Exception {
    limits = new Limits(SECOND, Duration.ofMillis(100), SECOND, SECOND);
    HttpResponse<String> answer = send(follower(), "GET", "/pd/api/v1/slow");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("[PD:apiutil:ErrRedirect]redirect failed\n");
    limits = new Limits(SECOND, SECOND, SECOND, SECOND);
  }

  @Test
  void nobodyWaitsForALeaderInVain() throws Exception {
    try (TestCluster alone = TestCluster.start(directory.resolve("alone"), 2)) {
      alone.awaitLeader();
      alone.stop("pd-1");
      PdServer member = alone.server("pd-0");
      Awaitility.await("no leader")
          .atMost(TestCluster.PATIENCE)
          .until(() -> member.member().leader().isEmpty());
      try (NodeServer front = waiting(member)) {
        HttpRequest v2 =
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + front.port() + "/pd/api/v2/keyspaces"))
                .build();
        HttpResponse<String> atOnce = client.send(v2, BodyHandlers.ofString());
        assertThat(atOnce.statusCode()).isEqualTo(503);
        assertThat(atOnce.body()).isEqualTo("\"[PD:server:ErrLeaderNil]leader is nil\"\n");

        asked = new CountDownLatch(1);
        decided = new CountDownLatch(1);
        Socket leaves = ask(front);
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        leaves.close();
        assertThat(decided.await(30, TimeUnit.SECONDS)).isTrue();

        asked = new CountDownLatch(1);
        Socket stays = ask(front);
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        stopping.set(true);
        assertThat(new String(stays.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .startsWith("HTTP/1.1 503 ")
            .endsWith("[PD:apiutil:ErrRedirectNoLeader]redirect finds no leader\n");
      } finally {
        stopping.set(false);
      }
    }
  }

  private static NodeServer waiting(PdServer member) throws IOException {
    HttpRelay relay = closer.add(new HttpRelay(() -> SECOND, Security.NONE));
    Limits patient = new Limits(Duration.ofMinutes(10), SECOND, SECOND, SECOND);
    Redirector redirector =
        new Redirector(
            member.member(),
            call -> HttpPlan.of(HttpAnswer.empty(200)),
            relay,
            () -> patient,
            stopping::get);
    return NodeServer.at(new HostPort("127.0.0.1", 0))
        .dispatch("pd", head -> seen(redirector.plan(head)))
        .start();
  }

  private static Socket ask(NodeServer front) throws IOException {
    Socket socket = closer.add(new Socket(InetAddress.getLoopbackAddress(), front.port()));
    socket
        .getOutputStream()
        .write(
            "GET /pd/api/v1/members HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}

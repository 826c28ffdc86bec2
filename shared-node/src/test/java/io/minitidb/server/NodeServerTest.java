package io.minitidb.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.minitidb.node.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NodeServerTest {
  private final Closer closer = new Closer();
  private final HttpClient client =
      closer.add(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);
  private NodeServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        closer.add(
            NodeServer.at(new HostPort("127.0.0.1", 0))
                .addService(new HealthStatusManager().getHealthService())
                .http("echo", call -> HttpAnswer.of(200, "application/octet-stream", call.body()))
                .http("path", call -> HttpAnswer.text(200, call.method() + " " + call.uri()))
                .http(
                    "thread",
                    call ->
                        HttpAnswer.text(200, Boolean.toString(Thread.currentThread().isVirtual())))
                .http(
                    "routes",
                    new Routes().get("/routes/a", (call, names) -> HttpAnswer.json(200, "{}")))
                .http(
                    "gone",
                    call -> {
                      entered.countDown();
                      Awaitility.await().until(call.gone()::getAsBoolean);
                      leave.countDown();
                      return HttpAnswer.text(200, "too late");
                    })
                .http(
                    "ask", call -> HttpAnswer.text(200, call.gone().getAsBoolean() + " " + await()))
                .http("wait", call -> HttpAnswer.text(200, Boolean.toString(await())))
                .http(
                    "fail",
                    call -> {
                      throw new IllegalStateException("out of luck");
                    })
                .start());
  }

  @AfterEach
  void stop() {
    leave.countDown();
    closer.close();
  }

  private boolean await() throws InterruptedException {
    entered.countDown();
    return leave.await(30, TimeUnit.SECONDS);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private ServingStatus health() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    try {
      return HealthGrpc.newBlockingStub(channel)
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus();
    } finally {
      channel.shutdownNow();
    }
  }

  private Socket socket() throws IOException {
    return closer.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
  }

  @Test
  void aClientThatLeavesIsNoticedWhileItsRequestIsAnswered() throws Exception {
    Socket socket = socket();
    socket
        .getOutputStream()
        .write("GET /gone HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
    socket.close();
    assertThat(leave.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatAClientSendsWhileItIsWatchedIsAnsweredLater() throws Exception {
    Socket socket = socket();
    socket
        .getOutputStream()
        .write("GET /ask HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
    socket
        .getOutputStream()
        .write(
            """
            GET /path/1 HTTP/1.1\r
            Host: x\r
            \r
            GET /path/2 HTTP/1.1\r
            Host: x\r
            Connection: close\r
            \r
            """
                .getBytes(StandardCharsets.US_ASCII));
    leave.countDown();
    String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(answers).containsSubsequence("false true", "GET /path/1", "GET /path/2");
  }

  @Test
  void servesGrpcAndHttpOnOnePort() throws Exception {
    assertThat(health()).isEqualTo(ServingStatus.SERVING);
    HttpResponse<String> answer = get("/path/x%20y?q=1");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("GET /path/x%20y?q=1");
    assertThat(get("/thread").body()).isEqualTo("true");
    assertThat(health()).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void theFirstSegmentMustMatchExactly() throws Exception {
    assertThat(get("/path").statusCode()).isEqualTo(200);
    for (String path : List.of("/pat", "/path_cluster/x", "/", "/Path")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
      assertThat(get(path).body()).isEqualTo("404 page not found\n");
    }
  }

  @Test
  void wrongMethodInsideAPrefixIs405() throws Exception {
    assertThat(get("/routes/a").statusCode()).isEqualTo(200);
    HttpResponse<String> answer =
        client.send(request("/routes/a").DELETE().build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aFailingHandlerIs500WithItsMessage() throws Exception {
    HttpResponse<String> answer = get("/fail");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("out of luck");
    assertThat(get("/path").statusCode()).isEqualTo(200);
  }

  @Test
  void takesBodiesUpToTheLimitAndRefusesLargerOnes() throws Exception {
    byte[] large = new byte[16 << 20];
    large[12345] = 7;
    HttpResponse<byte[]> echo =
        client.send(
            request("/echo").expectContinue(true).POST(BodyPublishers.ofByteArray(large)).build(),
            BodyHandlers.ofByteArray());
    assertThat(echo.body()).isEqualTo(large);

    Socket socket = socket();
    send(
        socket,
        "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
            + (large.length + 1)
            + "\r\n\r\n");
    assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
        .isEqualTo("HTTP/1.1 413");
  }

  @Test
  void answersPipelinedRequestsInOrderOnOneConnection() throws Exception {
    Socket socket = socket();
    StringBuilder requests = new StringBuilder();
    StringBuilder bodies = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      requests.append("GET /path/").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
      bodies.append("GET /path/").append(i).append('\n');
    }
    send(socket, requests + "GET /path/last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    String seen =
        String.join(
            "\n",
            all.lines()
                .filter(line -> line.contains("/path/"))
                .map(NodeServerTest::bodyOnly)
                .toList());
    assertThat(seen).isEqualTo(bodies + "GET /path/last");
  }

  /// A body without a final newline shares its line with the next status line.
  private static String bodyOnly(String line) {
    int next = line.indexOf("HTTP/1.1 ");
    return next < 0 ? line : line.substring(0, next);
  }

  @Test
  void servesManyRequestsAtOnce() {
    List<CompletableFuture<HttpResponse<String>>> calls =
        IntStream.range(0, 300)
            .mapToObj(i -> client.sendAsync(request("/path/" + i).build(), BodyHandlers.ofString()))
            .toList();
    for (int i = 0; i < calls.size(); i++) {
      assertThat(calls.get(i).join().body()).isEqualTo("GET /path/" + i);
    }
  }

  @Test
  void garbageClosesItsConnectionOnly() throws Exception {
    for (String garbage :
        List.of(
            "\0\1\2\3 no protocol\r\n\r\n",
            "PRX is not HTTP/2\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n garbage")) {
      Socket socket = socket();
      send(socket, garbage);
      socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      InputStream in = socket.getInputStream();
      assertThat(in.readAllBytes().length)
          .as(garbage)
          .isLessThan(1024); // an error perhaps, then the end
    }
    assertThat(health()).isEqualTo(ServingStatus.SERVING);
    assertThat(get("/path").statusCode()).isEqualTo(200);
  }

  @Test
  void headersAreBounded() throws Exception {
    Socket socket = socket();
    send(socket, "GET /path HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(70_000) + "\r\n\r\n");
    assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
        .isEqualTo("HTTP/1.1 431");
  }

  @Test
  void closingLetsTheRequestInProgressFinish() throws Exception {
    CompletableFuture<HttpResponse<String>> slow =
        client.sendAsync(request("/wait").build(), BodyHandlers.ofString());
    entered.await();
    Thread closing = Thread.ofVirtual().start(server::close);
    leave.countDown();
    assertThat(slow.get().body()).isEqualTo("true");
    closing.join();
  }

  @Test
  void aPortInUseIsNamedInTheError() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> NodeServer.at(new HostPort("127.0.0.1", server.port())).start()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }
}

package io.minitidb.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.node.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that are slow, large or many.
@Timeout(60)
final class HttpLimitsTest {
  private static final Duration NEVER = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofMillis(100);

  private final Closer closer = new Closer();
  private volatile HttpLimits limits = new HttpLimits(100, NEVER, NEVER, NEVER, NEVER, 1000);
  private NodeServer server;

  @BeforeEach
  void start() throws IOException {
    byte[] large = new byte[32 << 20];
    server =
        closer.add(
            NodeServer.at(new HostPort("127.0.0.1", 0))
                .httpLimits(() -> limits)
                .http("size", call -> HttpAnswer.text(200, call.body().length + " bytes"))
                .dispatch("now", head -> HttpPlan.of(HttpAnswer.text(200, "now")))
                .http("large", call -> HttpAnswer.of(200, "application/octet-stream", large))
                .http(
                    "bad",
                    call -> {
                      throw new IllegalStateException("bad luck");
                    })
                .start());
  }

  @AfterEach
  void stop() {
    closer.close();
  }

  private Socket socket(String text) throws IOException {
    Socket socket = closer.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
    send(socket, text);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static String first(Socket socket, int bytes) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aHeadThatDoesNotEndGets408() throws Exception {
    limits = new HttpLimits(100, SOON, NEVER, NEVER, NEVER, 1000);
    assertThat(rest(socket("GET /now HTTP/1.1\r\nHost: h\r\nX: "))).startsWith("HTTP/1.1 408 ");
    // On a connection that has served already, too.
    Socket second = socket("GET /now HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(first(second, 15)).isEqualTo("HTTP/1.1 200 OK");
    send(second, "GET /now HT");
    assertThat(rest(second)).contains("HTTP/1.1 408 ").endsWith("took too long\n");
  }

  @Test
  void aBodyThatDoesNotEndGets408() throws Exception {
    limits = new HttpLimits(100, NEVER, SOON, NEVER, NEVER, 1000);
    Socket slow = socket("POST /size HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
    assertThat(rest(slow)).startsWith("HTTP/1.1 408 ").contains("connection: close");
    Socket quick =
        socket(
            "POST /size HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc");
    assertThat(rest(quick)).startsWith("HTTP/1.1 200 ").endsWith("3 bytes");
  }

  @Test
  void whoDoesNotTakeHisAnswerIsCutOff() throws Exception {
    limits = new HttpLimits(100, NEVER, NEVER, SOON, NEVER, 1000);
    Socket socket = socket("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(first(socket, 15)).isEqualTo("HTTP/1.1 200 OK");
    // Answers of others come meanwhile, and only then is the rest asked for.
    assertThat(rest(socket("GET /bad HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")))
        .startsWith("HTTP/1.1 500 ");
    org.awaitility.Awaitility.await("the end of the connection")
        .until(() -> {
          try {
            send(socket, "GET /now HTTP/1.1\r\nHost: h\r\n\r\n");
            return false;
          } catch (IOException cut) {
            return true;
          }
        });
  }

  @Test
  void anIdleConnectionEnds() throws Exception {
    limits = new HttpLimits(100, NEVER, NEVER, NEVER, SOON, 1000);
    Socket socket = socket("GET /now HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nnow");
  }

  @Test
  void oneConnectionTooManyGets503() throws Exception {
    limits = new HttpLimits(1, NEVER, NEVER, NEVER, NEVER, 1000);
    Socket first = socket("GET /now HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(first(first, 15)).isEqualTo("HTTP/1.1 200 OK");
    String request = "GET /now HTTP/1.1\r\nHost: h\r\n\r\n";
    assertThat(rest(socket(request))).startsWith("HTTP/1.1 503 ").contains("connection: close");
    first.close();
    org.awaitility.Awaitility.await("a free place")
        .until(() -> first(socket(request), 15).equals("HTTP/1.1 200 OK"));
  }

  @Test
  void whatIsTooLargeOrMalformedIsNamedAndEndsTheConnection() throws Exception {
    String line = "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: h\r\n\r\n";
    assertThat(rest(socket(line))).startsWith("HTTP/1.1 414 ");
    String head = "GET /now HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(70_000) + "\r\n\r\n";
    assertThat(rest(socket(head))).startsWith("HTTP/1.1 431 ");
    String declared = "POST /size HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n";
    assertThat(rest(socket(declared + "x".repeat(1001)))).startsWith("HTTP/1.1 413 ");
    String chunked =
        "POST /size HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"
            + "x".repeat(1001);
    assertThat(rest(socket(chunked))).startsWith("HTTP/1.1 413 ");
    for (String bad :
        new String[] {
          "GET /now HTTP/1.1\r\n\r\n",
          "GET /now\r\n\r\n",
          "GET /now/%zz HTTP/1.1\r\nHost: h\r\n\r\n",
          "POST /size HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
          "POST /size HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        }) {
      assertThat(rest(socket(bad))).as(bad).startsWith("HTTP/1.1 400 ");
    }
    assertThat(rest(socket("GET /now HTTP/2.1\r\nHost: h\r\n\r\n"))).startsWith("HTTP/1.1 505 ");
    String expecting = "POST /size HTTP/1.1\r\nHost: h\r\nExpect: miracles\r\n\r\n";
    assertThat(rest(socket(expecting))).startsWith("HTTP/1.1 417 ");
  }

  @Test
  void aHeadRequestHasNoBody() throws Exception {
    String request = "HEAD /now HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    assertThat(rest(socket(request)))
        .startsWith("HTTP/1.1 200 ")
        .contains("content-length: 3")
        .endsWith("\r\n\r\n");
  }
}

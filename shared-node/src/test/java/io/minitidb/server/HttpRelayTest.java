package io.minitidb.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.node.HostPort;
import io.minitidb.tls.Security;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server that lets another one answer, seen from both sides by plain sockets.
@Timeout(60)
final class HttpRelayTest {
  private static final long LARGE = 64L << 20;

  /// What the kernel may hold on the way, and our own buffers; far from all of it.
  private static final long ON_THE_WAY = 40L << 20;

  private static final HttpAnswer FAILED = HttpAnswer.text(500, "nobody answers\n");

  private final Closer closer = new Closer();
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicLong moved = new AtomicLong();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile Duration patience = Duration.ofSeconds(30);
  private volatile List<String> targets = List.of();
  private NodeServer front;

  /// What the other server does with a connection.
  private interface Behaviour {
    void serve(InputStream in, OutputStream out) throws Exception;
  }

  @BeforeEach
  void start() throws IOException {
    HttpRelay relay = closer.add(new HttpRelay(() -> patience, Security.NONE));
    front =
        closer.add(
            NodeServer.at(new HostPort("127.0.0.1", 0))
                .dispatch(
                    "pd",
                    head ->
                        relay
                            .to(targets, Map.of("X-Extra", "1"), FAILED)
                            .with(Map.of("X-Ours", "a")))
                .dispatch(
                    "late",
                    head ->
                        HttpPlan.undecided(() -> {
                          go.await();
                          return relay.to(targets, Map.of(), FAILED);
                        }))
                .start());
  }

  @AfterEach
  void stop() {
    go.countDown();
    closer.close();
  }

  private String back(Behaviour behaviour) throws IOException {
    ServerSocket listening = closer.add(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual()
        .start(() -> {
          while (!listening.isClosed()) {
            try {
              Socket socket = closer.add(listening.accept());
              accepted.incrementAndGet();
              Thread.ofVirtual().start(() -> serve(socket, behaviour));
            } catch (IOException closed) {
              return;
            }
          }
        });
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  private static void serve(Socket socket, Behaviour behaviour) {
    try (socket) {
      behaviour.serve(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
    } catch (Exception e) {
      // the test sees what the client gets
    }
  }

  private Socket client() throws IOException {
    Socket socket = closer.add(new Socket());
    socket.setReceiveBufferSize(64 << 10);
    socket.connect(new java.net.InetSocketAddress("127.0.0.1", front.port()));
    return socket;
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended after '" + head + "'");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  }

  /// Waits until a stalled transfer has come to rest.
  private long resting() {
    long[] last = {-1};
    Awaitility.await("a transfer that stands still")
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          long before = last[0];
          last[0] = moved.get();
          return before > 0 && before == last[0];
        });
    return last[0];
  }

  @Test
  void aLargeBodyGoesUpAsFastAsItIsTaken() throws Exception {
    targets =
        List.of(
            back((in, out) -> {
              readHead(in);
              go.await();
              in.skipNBytes(LARGE - 1);
              int last = in.read();
              send(out, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + (char) last);
            }));
    Socket socket = client();
    Thread.ofVirtual()
        .start(() -> {
          try {
            OutputStream out = socket.getOutputStream();
            send(out, "POST /pd HTTP/1.1\r\nHost: h\r\nContent-Length: " + LARGE + "\r\n\r\n");
            byte[] part = new byte[64 << 10];
            part[part.length - 1] = 'z';
            for (long sent = 0; sent < LARGE; sent += part.length) {
              out.write(part);
              moved.addAndGet(part.length);
            }
          } catch (IOException e) {
            moved.set(-1);
          }
        });
    assertThat(resting()).isLessThan(ON_THE_WAY);
    go.countDown();
    InputStream in = socket.getInputStream();
    assertThat(readHead(in)).startsWith("HTTP/1.1 200 OK");
    assertThat(in.read()).isEqualTo('z');
  }

  @Test
  void aLargeAnswerComesDownAsFastAsItIsTaken() throws Exception {
    targets =
        List.of(
            back((in, out) -> {
              readHead(in);
              send(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              byte[] part = new byte[64 << 10];
              part[part.length - 1] = 'z';
              for (long sent = 0; sent < LARGE; sent += part.length) {
                send(out, "10000\r\n");
                out.write(part);
                send(out, "\r\n");
                moved.addAndGet(part.length);
              }
              send(out, "0\r\n\r\n");
            }));
    Socket socket = client();
    send(socket.getOutputStream(), "GET /pd HTTP/1.0\r\n\r\n");
    assertThat(resting()).isLessThan(ON_THE_WAY);
    InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 20);
    String head = readHead(in);
    assertThat(head).startsWith("HTTP/1.1 200 OK").contains("connection: close");
    // HTTP/1.0 knows no chunks: the answer ends with the connection.
    assertThat(head.toLowerCase(java.util.Locale.ROOT)).doesNotContain("chunked");
    in.skipNBytes(LARGE - 1);
    assertThat(in.read()).isEqualTo('z');
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void chunksPassBothWaysAndTheConnectionStays() throws Exception {
    targets =
        List.of(
            back((in, out) -> {
              while (true) {
                String head = readHead(in);
                assertThat(head).containsIgnoringCase("transfer-encoding: chunked");
                assertThat(new String(in.readNBytes(13), StandardCharsets.US_ASCII))
                    .isEqualTo("3\r\nabc\r\n0\r\n\r\n");
                send(
                    out,
                    "HTTP/1.1 201 Fine\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "4\r\n"
                        + "wxyz\r\n"
                        + "0\r\n\r\n");
              }
            }));
    Socket socket = client();
    String request =
        "PUT /pd HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    for (int i = 0; i < 2; i++) {
      send(socket.getOutputStream(), request);
      assertThat(readHead(socket.getInputStream()))
          .startsWith("HTTP/1.1 201 Fine")
          .containsIgnoringCase("transfer-encoding: chunked")
          .contains("connection: keep-alive");
      assertThat(new String(socket.getInputStream().readNBytes(14), StandardCharsets.US_ASCII))
          .isEqualTo("4\r\nwxyz\r\n0\r\n\r\n");
    }
  }

  @Test
  void headersPassButThoseOfOneHop() throws Exception {
    targets =
        List.of(
            back((in, out) -> {
              String head = readHead(in);
              send(
                  out,
                  "HTTP/1.1 302 Found\r\n"
                      + "Location: /x\r\n"
                      + "X-Ours: a\r\n"
                      + "Connection: X-Hop\r\n"
                      + "X-Hop: 1\r\n"
                      + "Content-Length: "
                      + head.length()
                      + "\r\n\r\n"
                      + head);
            }));
    Socket socket = client();
    send(
        socket.getOutputStream(),
        "GET http://h/pd/a%20b?q=1 HTTP/1.1\r\nHost: original:1\r\nX-Extra: 0\r\nX-Private: 2\r\n"
            + "TE: x\r\nConnection: close, X-Private\r\n\r\n");
    String all = rest(socket);
    assertThat(all)
        .startsWith("HTTP/1.1 302 Found")
        .contains("GET /pd/a%20b?q=1 HTTP/1.1", "Host: original:1", "X-Extra: 0", "X-Extra: 1")
        .doesNotContain("X-Private", "TE: x", "X-Hop")
        .containsOnlyOnce("X-Ours: a");
  }

  @Test
  void connectionsAreKeptAndOneThatEndedMeanwhileIsNoFailure() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    targets =
        List.of(
            back((in, out) -> {
              for (int i = 0; i < 3; i++) {
                readHead(in);
                send(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              }
              end.countDown();
            }));
    Socket socket = client();
    for (int i = 0; i < 6; i++) {
      send(socket.getOutputStream(), "GET /pd HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(readHead(socket.getInputStream())).startsWith("HTTP/1.1 200");
      assertThat(socket.getInputStream().readNBytes(2)).isEqualTo("ok".getBytes("US-ASCII"));
    }
    assertThat(end.await(1, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(accepted).hasValue(2);
  }

  @Test
  void theNextTargetIsTriedWhenNothingWasGivenAway() throws Exception {
    String dead;
    try (ServerSocket closed = new ServerSocket(0)) {
      dead = "http://127.0.0.1:" + closed.getLocalPort();
    }
    String rude = back((in, out) -> readHead(in));
    String kind =
        back((in, out) -> {
          readHead(in);
          send(out, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nkind");
        });
    targets = List.of(dead, rude, kind);
    Socket reader = client();
    send(reader.getOutputStream(), get("/pd"));
    assertThat(rest(reader)).startsWith("HTTP/1.1 200").endsWith("kind");
    // A body that was given away cannot be sent again.
    Socket writer = client();
    send(
        writer.getOutputStream(),
        "POST /pd HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
    assertThat(rest(writer)).startsWith("HTTP/1.1 500").endsWith("nobody answers\n");
  }

  @Test
  void anAnswerThatBreaksOffEndsTheConnection() throws Exception {
    targets =
        List.of(
            back((in, out) -> {
              readHead(in);
              send(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes.");
            }),
            back((in, out) -> send(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")));
    Socket socket = client();
    send(socket.getOutputStream(), "GET /pd HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(rest(socket)).containsOnlyOnce("HTTP/1.1").endsWith("\r\n\r\nten bytes.");
  }

  @Test
  void whoStandsStillIsGivenUp() throws Exception {
    patience = Duration.ofMillis(100);
    targets =
        List.of(
            back((in, out) -> {
              readHead(in);
              go.await();
            }));
    Socket silent = client();
    send(silent.getOutputStream(), get("/pd"));
    assertThat(rest(silent)).startsWith("HTTP/1.1 500").endsWith("nobody answers\n");
    targets =
        List.of(
            back((in, out) -> {
              readHead(in);
              send(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes.");
              go.await();
            }));
    Socket halfway = client();
    send(halfway.getOutputStream(), get("/pd"));
    assertThat(rest(halfway)).containsOnlyOnce("HTTP/1.1").endsWith("\r\n\r\nten bytes.");
  }

  @Test
  void aClientThatWaitsIsToldToGoOnWhenTheOtherSideIsThere() throws Exception {
    targets =
        List.of(
            back((in, out) -> {
              assertThat(readHead(in)).doesNotContainIgnoringCase("expect");
              String body = new String(in.readNBytes(3), StandardCharsets.US_ASCII);
              send(out, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + body);
            }));
    Socket socket = client();
    send(
        socket.getOutputStream(),
        "POST /pd HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n"
            + "Connection: close\r\n\r\n");
    assertThat(readHead(socket.getInputStream())).startsWith("HTTP/1.1 100");
    send(socket.getOutputStream(), "abc");
    assertThat(rest(socket)).startsWith("HTTP/1.1 200").endsWith("abc");
  }

  @Test
  void anEarlyAnswerReachesTheClientThatIsStillSending() throws Exception {
    targets =
        List.of(
            back((in, out) -> {
              readHead(in);
              send(out, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
              go.await();
            }));
    Socket socket = client();
    send(
        socket.getOutputStream(),
        "POST /pd HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nabc");
    assertThat(rest(socket)).startsWith("HTTP/1.1 413").contains("connection: close");
  }

  @Test
  void whatIsDecidedLateGoesOnWithItsBodyInOrder() throws Exception {
    targets =
        List.of(
            back((in, out) -> {
              while (true) {
                String line = readHead(in).lines().findFirst().orElseThrow();
                String body = new String(in.readNBytes(2), StandardCharsets.US_ASCII);
                String answer = line + body + ";";
                send(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer);
              }
            }));
    Socket socket = client();
    StringBuilder requests = new StringBuilder();
    for (int i = 10; i < 30; i++) {
      String prefix = i % 3 == 0 ? "pd" : "late";
      requests.append("POST /" + prefix + " HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n");
      requests.append(i == 29 ? "Connection: close\r\n\r\n" : "\r\n").append(i);
    }
    send(socket.getOutputStream(), requests.toString());
    go.countDown();
    List<String> order =
        List.of(rest(socket).split(";")).stream()
            .map(answer -> answer.substring(answer.length() - 2))
            .toList();
    assertThat(order).hasSize(20).isSorted().startsWith("10").endsWith("29");
  }
}

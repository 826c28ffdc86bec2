package io.minitidb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import io.minitidb.etcd.Etcd;
import io.minitidb.etcd.EtcdException;
import io.minitidb.node.HostPort;
import io.minitidb.tls.CertificateAuthority;
import io.minitidb.tls.Security;
import io.minitidb.tls.TlsFiles;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class TlsNodeServerTest {
  @TempDir private static Path shared;
  private static CertificateAuthority authority;
  private static Security node;
  private static Security stranger;

  @TempDir private Path directory;
  private final Closer closer = new Closer();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);
  private NodeServer server;

  @BeforeAll
  static void certificates() throws IOException {
    authority = CertificateAuthority.in(shared.resolve("ca"));
    node = security(authority.issue("node"));
    authority.issue("client");
    stranger = security(CertificateAuthority.in(shared.resolve("strangers")).issue("node"));
  }

  private static Security security(TlsFiles files, String... clients) {
    return Security.of(Optional.of(files), List.of(clients), Optional.empty());
  }

  @BeforeEach
  void start() throws IOException {
    server = serve(node);
  }

  private NodeServer serve(Security security) throws IOException {
    return closer.add(
        NodeServer.at(new HostPort("127.0.0.1", 0))
            .security(security)
            .addService(new HealthStatusManager().getHealthService())
            .http("path", call -> HttpAnswer.text(200, call.method() + " " + call.uri()))
            .http("echo", call -> HttpAnswer.of(200, "application/octet-stream", call.body()))
            .http(
                "gone",
                call -> {
                  entered.countDown();
                  Awaitility.await().until(call.gone()::getAsBoolean);
                  leave.countDown();
                  return HttpAnswer.text(200, "too late");
                })
            .http(
                "ask",
                call -> {
                  boolean gone = call.gone().getAsBoolean();
                  entered.countDown();
                  return HttpAnswer.text(200, gone + " " + leave.await(30, TimeUnit.SECONDS));
                })
            .start());
  }

  @AfterEach
  void stop() {
    leave.countDown();
    closer.close();
  }

  private HostPort address() {
    return new HostPort("127.0.0.1", server.port());
  }

  private String get(Security client, String path) throws IOException, InterruptedException {
    try (HttpClient http = client.secure(HttpClient.newBuilder()).build()) {
      HttpRequest request = HttpRequest.newBuilder(node.uri(address(), path)).build();
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }

  private ServingStatus health(Security client) {
    return check(Channels.open(address(), client));
  }

  private static ServingStatus check(ManagedChannel channel) {
    try {
      return HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(50, TimeUnit.SECONDS)
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus();
    } finally {
      channel.shutdownNow();
    }
  }

  private SSLSocket socket(Security client) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            client
                .context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(30_000);
    return closer.add(socket);
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void servesGrpcAndHttpOnOnePort() throws Exception {
    assertThat(health(node)).isEqualTo(ServingStatus.SERVING);
    // This client offers HTTP/2 as well, which is for gRPC alone.
    assertThat(get(node, "/path/a?b=c")).isEqualTo("GET /path/a?b=c");
  }

  @Test
  void aHandlerOfNettyConnectsToTheHostThatTheCertificateNames() throws Exception {
    HostPort named = address();
    assertThat(handshake(named, named).get(30, TimeUnit.SECONDS).isActive()).isTrue();
    HostPort other = new HostPort("other.example", named.port());
    assertThatThrownBy(() -> handshake(named, other).get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(CertificateException.class);
  }

  /// Connects to `address` as if it were `peer`.
  private Future<Channel> handshake(HostPort address, HostPort peer) throws Exception {
    SslHandler tls = TlsContexts.dial(node, peer, true);
    Channel channel =
        new Bootstrap()
            .group(EventLoops.shared())
            .channel(NioSocketChannel.class)
            .handler(tls)
            .connect(address.socketAddress())
            .sync()
            .channel();
    closer.add(() -> channel.close().sync());
    return tls.handshakeFuture();
  }

  @Test
  void carriesLargeBodies() throws Exception {
    byte[] body = new byte[3 << 20];
    body[body.length - 1] = 7;
    try (HttpClient http = node.secure(HttpClient.newBuilder()).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(node.uri(address(), "/echo"))
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      assertThat(http.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(body);
    }
  }

  @Test
  void clientsThatOnlyKnowHttp2GetGrpcAndThoseThatKnowBothGetHttp1() throws Exception {
    assertThat(chosen("h2", "http/1.1")).isEqualTo("http/1.1");
    assertThat(chosen("h2")).isEqualTo("h2");
    assertThat(chosen()).isEmpty();
  }

  private String chosen(String... offered) throws IOException {
    SSLSocket socket = socket(node);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(offered);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket.getApplicationProtocol();
  }

  @Test
  void aClientOfAnotherAuthorityIsRefused() {
    assertThatThrownBy(() -> get(stranger, "/path")).isInstanceOf(SSLHandshakeException.class);
    assertThatThrownBy(() -> health(stranger))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  @Test
  void aClientWithoutACertificateIsRefused() throws Exception {
    SSLContext anonymous = SSLContext.getInstance("TLS");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream ca = Files.newInputStream(authority.files("ca").ca())) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(ca);
      store.setCertificateEntry("ca", certificate);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    anonymous.init(null, trust.getTrustManagers(), null);
    HttpRequest request = HttpRequest.newBuilder(node.uri(address(), "/path")).build();
    try (HttpClient http = HttpClient.newBuilder().sslContext(anonymous).build()) {
      assertThatThrownBy(() -> http.send(request, BodyHandlers.ofString()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("certificate");
    }
  }

  /// The names in a certificate count, also where the library does not tell TLS whom it dials.
  @Test
  void aServerWithTheCertificateOfAnotherHostIsNotBelieved() throws Exception {
    server = serve(security(authority.issue("elsewhere", "dns:elsewhere.example")));
    assertThatThrownBy(() -> get(node, "/path")).isInstanceOf(SSLHandshakeException.class);
    assertThatThrownBy(() -> health(node)).isInstanceOf(StatusRuntimeException.class);
    // One that it believes would answer that it knows no such method.
    try (Etcd etcd = new Etcd(List.of(address()), node)) {
      assertThatThrownBy(() -> etcd.get("/a"))
          .isInstanceOf(EtcdException.class)
          .hasMessageContaining("did not answer");
    }
    ManagedChannel local = Channels.openLocal(address(), node);
    assertThat(check(local)).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void onlyAllowedNamesMayConnect() throws Exception {
    server = serve(security(authority.files("node"), "client"));
    assertThat(get(security(authority.files("client")), "/path")).isEqualTo("GET /path");
    assertThatThrownBy(() -> get(node, "/path")).isInstanceOf(IOException.class);
  }

  @Test
  void plaintextHttpIsToldWhatToDo() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(Security.NONE.uri(address(), "/path")).build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("https://");
    }
  }

  @Test
  void plaintextGrpcIsRefused() {
    assertThatThrownBy(() -> health(Security.NONE))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  @Test
  void aClientThatLeavesIsNoticedWhileItsRequestIsAnswered() throws Exception {
    SSLSocket socket = socket(node);
    send(socket, "GET /gone HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
    socket.close();
    assertThat(leave.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatComesInSeveralRecordsWhileAClientIsWatchedIsAnsweredInOrder() throws Exception {
    SSLSocket socket = socket(node);
    send(socket, "GET /ask HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
    send(socket, "GET /path/1 HTTP/1.1\r\nHo");
    send(socket, "st: x\r\n\r\n");
    send(socket, "GET /path/2 HTTP/1.1\r\nHost: x\r\n\r\n");
    leave.countDown();
    send(socket, "GET /path/3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(answers)
        .containsSubsequence("false true", "GET /path/1", "GET /path/2", "GET /path/3");
  }

  @Test
  void aCertificateThatWasReplacedIsUsedWithoutARestart() throws Exception {
    TlsFiles files = copy(authority.files("node"));
    server = serve(security(files));
    assertThat(served()).isEqualTo("CN=node");
    TlsFiles fresh = authority.files("client");
    Files.copy(fresh.cert(), files.cert(), StandardCopyOption.REPLACE_EXISTING);
    // Between the two copies nothing fits; that must not hurt.
    assertThatCode(() -> served()).doesNotThrowAnyException();
    Files.copy(fresh.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(served()).isEqualTo("CN=client"));
  }

  private TlsFiles copy(TlsFiles files) throws IOException {
    return new TlsFiles(
        files.ca(),
        Files.copy(files.cert(), directory.resolve("cert.pem")),
        Files.copy(files.key(), directory.resolve("key.pem")));
  }

  /// Returns whose certificate the server shows.
  private String served() throws IOException {
    SSLSocket socket = socket(security(authority.files("client")));
    socket.startHandshake();
    return socket.getSession().getPeerPrincipal().getName();
  }
}

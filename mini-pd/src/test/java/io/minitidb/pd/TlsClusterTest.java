package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.minitidb.etcd.Etcd;
import io.minitidb.etcd.EtcdException;
import io.minitidb.node.HostPort;
import io.minitidb.pdclient.PdClient;
import io.minitidb.tls.CertificateAuthority;
import io.minitidb.tls.Security;
import io.minitidb.tls.TlsFiles;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Three members with mutual TLS, among each other and towards clients, and with a token.
@Timeout(180)
final class TlsClusterTest {
  private static final Path ETCDCTL = Path.of("/usr/bin/etcdctl");
  private static final String TOKEN = "Bearer open.sesame";

  @TempDir private static Path directory;
  private static TlsFiles files;
  private static Security client;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    files = CertificateAuthority.in(directory.resolve("ca")).issue("member");
    client = Security.of(Optional.of(files), List.of(), Optional.empty());
    cluster =
        TestCluster.start(
            directory,
            3,
            Map.of(
                "security.cacert-path", files.ca().toString(),
                "security.cert-path", files.cert().toString(),
                "security.key-path", files.key().toString(),
                "security.auth-token", "open.sesame"),
            client);
    cluster.awaitLeader();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static HttpResponse<String> send(
      Security as, String method, String name, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(as.uri(cluster.server(name).address(), path))
            .timeout(TestCluster.PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient http = as.secure(HttpClient.newBuilder()).build()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void membersElectRedirectAndSeeEachOthersHealth() throws Exception {
    String leader = cluster.awaitLeader();
    String url = cluster.uri(leader, "").toString();
    assertThat(url).startsWith("https://");
    HttpResponse<String> redirected = cluster.get(cluster.aFollower(), "/pd/api/v1/leader");
    assertThat(redirected.statusCode()).isEqualTo(200);
    assertThat(redirected.body()).contains(url);
    Awaitility.await()
        .atMost(TestCluster.PATIENCE)
        .untilAsserted(() -> {
          JsonNode health = cluster.json(cluster.aFollower(), "/pd/api/v1/health");
          assertThat(health).hasSize(3);
          health.forEach(each -> assertThat(each.path("health").asBoolean()).isTrue());
        });
  }

  @Test
  void membersMeasureTheirRoundTrips() {
    Awaitility.await()
        .atMost(TestCluster.PATIENCE)
        .untilAsserted(() -> {
          JsonNode trips = cluster.json("pd-1", "/pd_member/api/v1/network_latency");
          assertThat(trips).hasSize(2);
          trips.forEach(trip -> assertThat(trip.path("latency").isNull()).isFalse());
        });
  }

  @Test
  void aClientOfThePdFindsTheLeaderThroughAnyMember() {
    HostPort follower = cluster.server(cluster.aFollower()).address();
    try (PdClient pd = new PdClient(List.of(follower), client)) {
      assertThat(pd.members()).hasSize(3);
      assertThat(pd.allocId()).isPositive();
    }
  }

  @Test
  void theUrlsOfTheMembersAreEtcdEndpoints() {
    List<HostPort> all =
        cluster.names().stream().map(name -> cluster.server(name).address()).toList();
    try (Etcd etcd = new Etcd(all, client)) {
      etcd.put("/tls/jetcd", "v");
      assertThat(etcd.get("/tls/jetcd").value()).isEqualTo("v");
    }
  }

  @Test
  void theOwnEtcdLetsNobodyInWithoutACertificate() {
    HostPort address = cluster.server("pd-0").etcd().address();
    try (Etcd etcd = new Etcd(List.of(address))) {
      assertThatThrownBy(() -> etcd.get("/tls/jetcd")).isInstanceOf(EtcdException.class);
    }
    try (Etcd etcd = new Etcd(List.of(address), client)) {
      assertThat(etcd.get("/tls/none").revision()).isZero();
    }
  }

  @Test
  void etcdctlWorksThroughAnyMember() throws Exception {
    assumeThat(ETCDCTL).isExecutable();
    String url = cluster.uri(cluster.aFollower(), "").toString();
    assertThat(etcdctl(url, "put", "/tls/ctl", "over TLS")).contains("OK");
    assertThat(etcdctl(url, "get", "/tls/ctl")).contains("over TLS");
    assertThat(etcdctl(url, "member", "list")).contains("https://").doesNotContain("http://");
    assertThat(etcdctl(url, "endpoint", "health", "--cluster")).contains("is healthy");
    assertThat(etcdctl(url, "endpoint", "status")).contains(url);
  }

  private static String etcdctl(String url, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ETCDCTL.toString(),
                "--cacert=" + files.ca(),
                "--cert=" + files.cert(),
                "--key=" + files.key(),
                "--endpoints=" + url));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void whoChangesSomethingShowsTheTokenToTheLeaderAndToAFollower() throws Exception {
    for (String name : List.of(cluster.awaitLeader(), cluster.aFollower())) {
      String path = "/pd/api/v1/config";
      String body = "{\"schedule.leader-schedule-limit\": 7}";
      HttpResponse<String> refused = send(client, "POST", name, path, body);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(refused.body()).startsWith("\"").contains("Authorization: Bearer");
      assertThat(send(client, "POST", name, path, body, "Authorization", "Bearer no").statusCode())
          .isEqualTo(401);
      assertThat(send(client, "DELETE", name, "/pd/api/v1/store/1", "").statusCode())
          .isEqualTo(401);
      // What the others run is set by the coprocessor route, to which the members show the token.
      HttpResponse<String> done = send(client, "POST", name, path, body, "Authorization", TOKEN);
      assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    }
    for (String name : cluster.names()) {
      assertThat(
              cluster.json(name, "/pd/api/v1/config").at("/schedule/leader-schedule-limit").asInt())
          .isEqualTo(7);
    }
  }

  @Test
  void theTokenIsShownNowhere() throws Exception {
    JsonNode shown = cluster.json("pd-0", "/pd_member/api/v1/config").path("security");
    assertThat(shown.path("auth-token").asString()).isEqualTo("******");
    assertThat(shown.path("cert-path").asString()).isEqualTo(files.cert().toString());
  }

  @Test
  void plaintextAndStrangersAreRefused() throws Exception {
    HttpResponse<String> hint = send(Security.NONE, "GET", "pd-0", "/pd/api/v1/members", "");
    assertThat(hint.statusCode()).isEqualTo(400);
    assertThat(hint.body()).contains("https://");
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Security stranger =
        Security.of(
            Optional.of(CertificateAuthority.in(elsewhere).issue("member")),
            List.of(),
            Optional.empty());
    assertThatThrownBy(() -> send(stranger, "GET", "pd-0", "/pd/api/v1/members", ""))
        .isInstanceOf(IOException.class);
  }
}

package io.minitidb.pd;

import io.minitidb.desired.Author;
import io.minitidb.desired.Coordinator;
import io.minitidb.desired.DesiredStore;
import io.minitidb.desired.Edit;
import io.minitidb.desired.LocalTarget;
import io.minitidb.desired.Scope;
import io.minitidb.etcd.Etcd;
import io.minitidb.node.NodeKind;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.server.Closer;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Members in this JVM, each with a real etcd of its own, on free ports, with short elections.
public final class TestCluster implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final JsonMapper JSON = new JsonMapper();

  private final Path directory;
  private final List<Integer> ports;
  private final int size;
  private final Map<String, String> more;
  private final Map<String, PdServer> running = new TreeMap<>();
  private final Security security;
  private final HttpClient http;

  private final Map<String, Map<String, String>> each;

  private TestCluster(
      Path directory,
      int size,
      Map<String, String> more,
      Map<String, Map<String, String>> each,
      List<Integer> ports,
      Security security) {
    this.security = security;
    this.http =
        security.secure(HttpClient.newBuilder()).version(HttpClient.Version.HTTP_1_1).build();
    this.directory = directory;
    this.size = size;
    this.more = more;
    this.each = each;
    this.ports = new ArrayList<>(ports);
  }

  /// Starts `pd-0` to `pd-<size - 1>`; does not wait for a leader.
  public static TestCluster start(Path directory, int size) throws IOException {
    return start(directory, size, Map.of());
  }

  /// As [#start(Path, int)], with flags of all members.
  public static TestCluster start(Path directory, int size, Map<String, String> more)
      throws IOException {
    return start(directory, size, more, Map.of());
  }

  /// As [#start(Path, int, Map)]; `security` is that of the test itself, and says whether the
  /// members have TLS.
  public static TestCluster start(
      Path directory, int size, Map<String, String> more, Security security) throws IOException {
    return start(directory, size, more, Map.of(), security);
  }

  /// As [#start(Path, int, Map)], with further flags of single members.
  public static TestCluster start(
      Path directory, int size, Map<String, String> more, Map<String, Map<String, String>> each)
      throws IOException {
    return start(directory, size, more, each, Security.NONE);
  }

  private static TestCluster start(
      Path directory,
      int size,
      Map<String, String> more,
      Map<String, Map<String, String>> each,
      Security security)
      throws IOException {
    TestCluster cluster =
        new TestCluster(directory, size, more, each, FreePorts.take(2 * size), security);
    for (int i = 0; i < size; i++) {
      cluster.start("pd-" + i);
    }
    return cluster;
  }

  /// Returns the flags of a member.
  public Map<String, String> flags(String name) {
    int i = Integer.parseInt(name.substring("pd-".length()));
    Map<String, String> flags = new HashMap<>();
    flags.put("name", name);
    flags.put("data-dir", directory.resolve(name).toString());
    flags.put("client-urls", security.scheme() + "://127.0.0.1:" + ports.get(2 * i));
    flags.put("peer-urls", security.scheme() + "://127.0.0.1:" + ports.get(2 * i + 1));
    flags.put(
        "initial-cluster",
        IntStream.range(0, size)
            .mapToObj(
                k -> "pd-" + k + "=" + security.scheme() + "://127.0.0.1:" + ports.get(2 * k + 1))
            .collect(Collectors.joining(",")));
    flags.put("lease", "2");
    flags.put("tick-interval", "50ms");
    flags.put("election-interval", "500ms");
    flags.putAll(more);
    flags.putAll(each.getOrDefault(name, Map.of()));
    return flags;
  }

  /// Returns the flags of a further member that joins at the running ones.
  public Map<String, String> joining(String name) throws IOException {
    int i = Integer.parseInt(name.substring("pd-".length()));
    while (ports.size() < 2 * i + 2) {
      ports.addAll(FreePorts.take(2));
    }
    String others =
        running.values().stream()
            .map(other -> "http://" + other.address())
            .collect(Collectors.joining(","));
    Map<String, String> flags = flags(name);
    flags.remove("initial-cluster");
    flags.put("join", others);
    return flags;
  }

  /// Starts a further member, which joins at the running ones.
  public void join(String name) throws IOException {
    start(name, joining(name));
  }

  public void start(String name, Map<String, String> flags) throws IOException {
    running.put(name, PdServer.start(PdConfig.load(Optional.empty(), flags)));
  }

  public void start(String name) throws IOException {
    running.put(name, PdServer.start(PdConfig.load(Optional.empty(), flags(name))));
  }

  public void stop(String name) {
    PdServer server = running.remove(name);
    if (server != null) {
      server.close();
    }
  }

  public PdServer server(String name) {
    return Optional.ofNullable(running.get(name)).orElseThrow();
  }

  /// Makes `items` all that is set for the members, as a change of the cluster.
  public void configure(String name, Map<String, String> items) {
    PdServer server = server(name);
    LocalTarget self = new LocalTarget(NodeKind.PD, server.address().toString(), server.config());
    Author author = new Author("test@%", "configure", self.instance());
    List<Edit> edits =
        items.entrySet().stream()
            .map(item ->
                new Edit(Scope.all(NodeKind.PD), item.getKey(), Optional.of(item.getValue())))
            .toList();
    try (Etcd etcd = Etcd.local(server.etcd().address(), security)) {
      DesiredStore store = new DesiredStore(etcd);
      Coordinator coordinator = new Coordinator(store, store::read);
      coordinator.rollback(0, author, List.of(self), false);
      coordinator.change(edits, author, List.of(self), false);
    }
  }

  public List<String> names() {
    return List.copyOf(running.keySet());
  }

  /// Waits until exactly one member leads and all running ones agree on it.
  public String awaitLeader() {
    return Awaitility.await("one leader that all know")
        .atMost(PATIENCE)
        .until(this::agreedLeader, Optional::isPresent)
        .orElseThrow();
  }

  private Optional<String> agreedLeader() {
    List<String> leading =
        running.values().stream()
            .map(PdServer::member)
            .filter(m -> m.term().isPresent())
            .map(LocalMember::name)
            .toList();
    boolean known =
        leading.size() == 1
            && running.values().stream()
                .allMatch(s ->
                    s.member()
                        .leader()
                        .filter(l -> l.name().equals(leading.getFirst()))
                        .isPresent());
    return known ? Optional.of(leading.getFirst()) : Optional.empty();
  }

  public String aFollower() {
    String leader = awaitLeader();
    return running.keySet().stream().filter(name -> !name.equals(leader)).findFirst().orElseThrow();
  }

  public URI uri(String name, String path) {
    return security.uri(server(name).address(), path);
  }

  /// Sends a request with these headers, as name and value in turn.
  public HttpResponse<String> send(String method, String name, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(name, path))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /// Sends a body with POST.
  public HttpResponse<String> post(String name, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(name, path))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /// Reads what there is as JSON.
  public JsonNode json(String name, String path) throws IOException, InterruptedException {
    return JSON.readTree(get(name, path).body());
  }

  public HttpResponse<String> get(String name, String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", name, path, headers);
  }

  @Override
  public void close() {
    try (Closer closer = new Closer()) {
      closer.add(http::shutdownNow);
      running.values().forEach(closer::add);
    }
  }
}

package io.minitidb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.integration.cluster.Installation;
import io.minitidb.integration.cluster.LocalCluster;
import io.minitidb.integration.cluster.Node;
import io.minitidb.integration.cluster.Shape;
import io.minitidb.node.NodeKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Every route of mini-pd on three members as processes with two stores: asked at the leader, at a
/// follower in three ways, and at a member that the two others have left. What must come back is in
/// `pd-routes.txt`.
class PdRoutesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Where a route is asked.
  enum Place {
    LEADER,
    FOLLOWER,
    /// With the header that tells it to answer itself.
    FOLLOWER_ALLOWED,
    /// As if another member had sent the request on.
    FOLLOWER_REDIRECTED,
    /// Without a leader.
    ALONE
  }

  @TempDir(cleanup = CleanupMode.ALWAYS)
  static Path directory;

  private static final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static LocalCluster cluster;
  private static Node leader;
  private static Node follower;
  private static Map<String, String> values;

  @BeforeAll
  static void start() {
    cluster = new LocalCluster(Installation.find(), directory.resolve("c"), System.err::println);
    cluster.planAnywhere(Shape.of(0, 2, 3, 0));
    Runtime.getRuntime().addShutdownHook(new Thread(PdRoutesIT::endLeftovers));
    cluster.start();
    List<Node> members = cluster.nodes(NodeKind.PD);
    leader = cluster.node(json(members.getFirst(), "/pd/api/v1/leader").path("name").asString());
    follower = members.stream().filter(m -> !m.equals(leader)).findFirst().orElseThrow();
    await("both stores and what is measured in the background")
        .atMost(PATIENCE)
        .until(() ->
            json(leader, "/pd/api/v1/stores").path("count").asInt() == 2
                && members.stream().allMatch(PdRoutesIT::hasMeasured));
    JsonNode stores = json(leader, "/pd/api/v1/stores").path("stores");
    values = new LinkedHashMap<>();
    values.put("leader", leader.name());
    values.put("follower", follower.name());
    values.put("store", stores.at("/0/store/id").asString());
    values.put("other", stores.at("/1/store/id").asString());
    values.put("region", json(leader, "/pd/api/v1/regions").at("/regions/0/id").asString("1"));
  }

  private static void endLeftovers() {
    if (cluster.exists()) {
      cluster.stopAfterInterruption();
    }
  }

  private static boolean hasMeasured(Node member) {
    return !json(member, "/pd_member/api/v1/network_latency").isEmpty()
        && !json(member, "/pd_member/api/v1/node_info").isMissingNode();
  }

  private static JsonNode json(Node node, String path) {
    return Urls.json(node, path);
  }

  @AfterAll
  static void stop() {
    http.shutdownNow();
    cluster.stop();
  }

  @TestFactory
  Stream<DynamicContainer> routes() {
    return Stream.of(
        at(Place.LEADER, leader),
        at(Place.FOLLOWER, follower),
        at(Place.FOLLOWER_ALLOWED, follower, "PD-Allow-follower-handle", "true"),
        at(Place.FOLLOWER_REDIRECTED, follower, "PD-Redirector", "somebody"),
        DynamicContainer.dynamicContainer(
            "LEADERSHIP", Stream.of(DynamicTest.dynamicTest("moves", PdRoutesIT::leadershipMoves))),
        DynamicContainer.dynamicContainer(
            Place.ALONE.name(), Stream.of(follower).flatMap(PdRoutesIT::alone)));
  }

  private static DynamicContainer at(Place place, Node member, String... headers) {
    return DynamicContainer.dynamicContainer(
        place.name(),
        rows(place)
            .map(row ->
                test(
                    row,
                    () -> row.check(place, member.name(), send(row, member, headers).join()))));
  }

  private static Stream<RouteRow> rows(Place place) {
    return RouteRow.all().stream().filter(r -> r.isAskedAt(place)).map(r -> r.with(values));
  }

  private static DynamicTest test(RouteRow row, Executable check) {
    return DynamicTest.dynamicTest(row.method() + " " + row.path() + " " + row.body(), check);
  }

  private static CompletableFuture<HttpResponse<String>> send(
      RouteRow row, Node member, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + member.address() + row.path()))
            .timeout(PATIENCE)
            .method(
                row.method(),
                row.body().isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(row.body()));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void leadershipMoves() {
    String transfer = "/pd/api/v1/leader/transfer/" + follower.name();
    assertThat(send(post(transfer), follower).join().body())
        .isEqualTo("\"The transfer command is submitted.\"\n");
    awaitLeader(name -> name.equals(follower.name()));
    assertThat(send(post("/pd/api/v1/leader/resign"), leader).join().body())
        .isEqualTo("\"The resign command is submitted.\"\n");
    awaitLeader(name -> !name.equals(follower.name()));
  }

  private static RouteRow post(String path) {
    return new RouteRow("L", "POST", path, "", "", "", "", "");
  }

  private static void awaitLeader(Predicate<String> wanted) {
    await("the chosen leader")
        .atMost(PATIENCE)
        .until(() -> {
          String name = json(follower, "/pd_member/api/v1/leader").path("name").asString("");
          return !name.isEmpty() && wanted.test(name);
        });
  }

  /// Leaves `member` alone, then asks everything at once: what waits for a leader waits together.
  private static Stream<DynamicTest> alone(Node member) {
    cluster.nodes(NodeKind.PD).stream()
        .filter(other -> !other.equals(member))
        .forEach(other -> cluster.kill(other.name()));
    await("a member that knows no leader")
        .atMost(PATIENCE)
        .until(() -> json(member, "/pd_member/api/v1/leader").isNull());
    Map<RouteRow, CompletableFuture<HttpResponse<String>>> answers = new LinkedHashMap<>();
    rows(Place.ALONE).forEach(row -> answers.put(row, send(row, member)));
    return answers.entrySet().stream()
        .map(each ->
            test(
                each.getKey(),
                () -> each.getKey().check(Place.ALONE, member.name(), each.getValue().join())));
  }
}

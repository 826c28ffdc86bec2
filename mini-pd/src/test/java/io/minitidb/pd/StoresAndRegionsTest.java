package io.minitidb.pd;

import static io.minitidb.pd.TestStores.region;
import static io.minitidb.pd.TestStores.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.minitidb.proto.metapb.Peer;
import io.minitidb.proto.metapb.RegionEpoch;
import io.minitidb.proto.pdpb.AskBatchSplitRequest;
import io.minitidb.proto.pdpb.AskBatchSplitResponse;
import io.minitidb.proto.pdpb.AskSplitRequest;
import io.minitidb.proto.pdpb.AskSplitResponse;
import io.minitidb.proto.pdpb.ErrorType;
import io.minitidb.proto.pdpb.GetRegionRequest;
import io.minitidb.proto.pdpb.PeerStats;
import io.minitidb.proto.pdpb.RegionHeartbeatRequest;
import io.minitidb.proto.pdpb.RegionHeartbeatResponse;
import io.minitidb.proto.pdpb.ReportBatchSplitRequest;
import io.minitidb.proto.pdpb.ScanRegionsRequest;
import io.minitidb.proto.pdpb.ScanRegionsResponse;
import io.minitidb.proto.pdpb.StoreHeartbeatRequest;
import io.minitidb.proto.pdpb.StoreStats;
import io.minitidb.proto.pdpb.TimeInterval;
import io.minitidb.server.Closer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Stores and regions as clients see them, over HTTP and gRPC.
@Timeout(120)
final class StoresAndRegionsTest {
  private static final String V1 = "/pd/api/v1";
  private static final long GIB = 1 << 30;
  private static final long MIB = 1 << 20;
  private static final Closer closer = new Closer();
  @TempDir static Path directory;
  private static TestCluster cluster;
  private static TestStores stores;
  private static long nextVersion = 2;

  @BeforeAll
  static void start() throws Exception {
    cluster = closer.add(TestCluster.start(directory, 1, Map.of("replication.max-replicas", "1")));
    PdServer leader = cluster.server(cluster.awaitLeader());
    stores = TestStores.of(leader, closer);
    assertThat(get("/regions").body())
        .isEqualTo(
            "\"[PD:cluster:ErrNotBootstrapped]TiKV cluster not bootstrapped, please start TiKV"
                + " first\"\n");
    assertThat(get("/hotspot/stores").statusCode()).isEqualTo(500);
    assertThat(get("/cluster/status").body())
        .contains("\"is_initialized\": false", "0001-01-01T00:00:00Z");
    assertThat(stores.bootstrap("8.5.0")).isEmpty();
    stores.heartbeat(1, GIB, GIB);
  }

  @AfterAll
  static void stop() {
    closer.close();
  }

  /// All keys are in region 2 on store 1 again.
  @BeforeEach
  void oneRegion() throws Exception {
    cluster.configure("pd-0", Map.of());
    assertThat(stores.report(region(2, "", "", nextVersion++, 1))).isEmpty();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return cluster.get("pd-0", V1 + path);
  }

  private static HttpResponse<String> delete(String path) throws Exception {
    return cluster.send("DELETE", "pd-0", V1 + path);
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return cluster.post("pd-0", V1 + path, body);
  }

  private static JsonNode json(String path) throws Exception {
    return cluster.json("pd-0", V1 + path);
  }

  private static void answers(HttpResponse<String> answer, int status, String text) {
    assertThat(answer.body()).isEqualTo("\"" + text + "\"\n");
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  @Effect("limits.store-check-interval")
  void aStoreLeavesOverHttp() throws Exception {
    assertThat(stores.put(store(10, "8.5.0"))).isEmpty();
    stores.heartbeat(10, GIB, GIB); // a tombstone that was never heard is deleted at once
    answers(delete("/store/10"), 200, "The store is set as Offline.");
    answers(delete("/store/10"), 200, "The store is set as Offline.");
    assertThat(json("/store/10").at("/store/state").asInt()).isEqualTo(1);
    assertThat(json("/store/10").at("/store/node_state").asInt()).isEqualTo(2);
    assertThat(json("/stores?state=1").at("/stores/0/store/id").asLong()).isEqualTo(10);
    answers(post("/store/10/state?state=up", ""), 200, "The store's state is updated.");
    answers(post("/store/10/state?state=Gone", ""), 400, "invalid state Gone");
    answers(post("/store/10/state?state=OFFLINE", ""), 200, "The store's state is updated.");
    cluster.configure("pd-0", Map.of("limits.store-check-interval", "20ms"));
    Awaitility.await("the tombstone")
        .atMost(TestCluster.PATIENCE)
        .until(() -> json("/store/10").at("/store/state_name").asString().equals("Tombstone"));
    answers(delete("/store/10"), 410, "[PD:core:ErrStoreRemoved]store 10 has been removed");
    answers(
        post("/store/10/state?state=Up", ""),
        410,
        "[PD:core:ErrStoreRemoved]store 10 has been removed");
    assertThat(stores.heartbeat(10, GIB, GIB).getHeader().getError().getType())
        .isEqualTo(ErrorType.STORE_TOMBSTONE);
    assertThat(json("/stores").at("/stores").findValuesAsString("address"))
        .doesNotContain("127.0.0.1:10");
    assertThat(json("/stores/check?state=tombstone").at("/stores").findValuesAsString("address"))
        .contains("127.0.0.1:10");
    answers(delete("/stores/remove-tombstone"), 200, "Remove tombstone successfully.");
    answers(get("/store/10"), 404, "[PD:core:ErrStoreNotFound]store 10 not found");
    answers(delete("/store/10"), 404, "[PD:core:ErrStoreNotFound]store 10 not found");
  }

  @Test
  void theLastStoreMayNotLeaveUnlessItIsLost() throws Exception {
    cluster.configure("pd-0", Map.of("replication.max-replicas", "3"));
    assertThat(stores.put(store(11, "8.5.0"))).isEmpty();
    assertThat(delete("/store/11").body())
        .startsWith("\"[PD:core:ErrStoresNotEnough]can not remove store 11 since the number of up");
    assertThat(delete("/store/11").statusCode()).isEqualTo(400);
    answers(delete("/store/11?force"), 200, "The store is set as Offline.");
    assertThat(json("/store/11").at("/store/physically_destroyed").asBoolean()).isTrue();
    answers(
        post("/store/11/state?state=Up", ""),
        400,
        "[PD:core:ErrStoreDestroyed]store 11 has been physically destroyed");
    assertThat(stores.put(store(12, "8.5.0").setAddress("127.0.0.1:11"))).isEmpty();
  }

  @Test
  void whatIsAskedWrongly() throws Exception {
    HttpResponse<String> bad = get("/store/x1");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.headers().firstValue("TiDB-Error-Code")).contains("input");
    assertThat(bad.body()).contains("\"code\": \"input\"", "invalid syntax");
    answers(get("/stores?state=7"), 500, "unknown StoreState: 7");
    answers(get("/stores?state=Up"), 500, "strconv.Atoi: parsing \\\"Up\\\": invalid syntax");
    answers(get("/stores/check?state=Lost"), 400, "unknown StoreState: Lost");
    answers(get("/region/id/x"), 400, "strconv.ParseUint: parsing \\\"x\\\": invalid syntax");
    answers(get("/region/id/0"), 400, "[PD:region:ErrRegionInvalidID]invalid region id");
    answers(get("/region/id/77"), 404, "[PD:region:ErrRegionNotFound]region 77 not found");
    assertThat(get("/regions/store/x").statusCode()).isEqualTo(400);
    assertThat(get("/regions/key?limit=x").statusCode()).isEqualTo(400);
    assertThat(get("/regions/key?key=zz&format=hex").statusCode()).isEqualTo(400);
    assertThat(get("/region/key/6?format=hex").statusCode()).isEqualTo(400);
    answers(post("/store/1/weight", "{\"leader\": 1}"), 400, "region weight unset");
    answers(
        post("/store/1/weight", "{\"leader\": -1, \"region\": 1}"),
        400,
        "bad format leader weight");
    assertThat(post("/store/1/weight", "[").statusCode()).isEqualTo(400);
    answers(
        post("/store/99/weight", "{\"leader\": 1, \"region\": 1}"),
        500,
        "[PD:core:ErrStoreNotFound]store 99 not found");
  }

  @Test
  @Effect("schedule.leader-schedule-policy")
  void weightsDivideTheScores() throws Exception {
    stores.report(region(2, "", "", nextVersion++, 1).setApproximateSize(30 * MIB));
    answers(
        post("/store/1/weight", "{\"leader\": 2, \"region\": 0.5}"),
        200,
        "The store's weight is updated.");
    JsonNode status = json("/store/1").path("status");
    assertThat(status.path("leader_weight").asDouble()).isEqualTo(2);
    assertThat(status.path("leader_score").asDouble()).isEqualTo(0.5);
    assertThat(status.path("leader_size").asLong()).isEqualTo(30);
    assertThat(status.path("region_count").asInt()).isEqualTo(1);
    assertThat(status.path("region_score").asDouble()).isEqualTo(60);
    cluster.configure("pd-0", Map.of("schedule.leader-schedule-policy", "size"));
    assertThat(json("/store/1").at("/status/leader_score").asDouble()).isEqualTo(15);
    post("/store/1/weight", "{\"leader\": 1, \"region\": 1}");
  }

  @Test
  void aLabelIsTakenAway() throws Exception {
    assertThat(post("/store/1/label", "{\"zone\": \"z1\", \"Host\": \"h\"}").statusCode())
        .isEqualTo(200);
    answers(unlabel("/store/1/label", "\"ZONE\""), 200, "The label ZONE is deleted for store 1.");
    assertThat(json("/store/1").at("/store/labels").findValuesAsString("key"))
        .containsExactly("Host");
    answers(unlabel("/store/1/label", "\"zone\""), 500, "the label key zone does not exist");
    assertThat(unlabel("/store/1/label", "\"-\"").statusCode()).isEqualTo(400);
    answers(
        unlabel("/store/99/label", "\"zone\""),
        500,
        "[PD:cluster:ErrInvalidStoreID]invalid store id 99, not found");
  }

  private static HttpResponse<String> unlabel(String path, String body) throws Exception {
    URI uri = cluster.uri("pd-0", V1 + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(uri)
              .method("DELETE", HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void regionsAreReportedSplitAndFound() throws Exception {
    long version = nextVersion++;
    assertThat(stores.put(store(13, "8.5.0"))).isEmpty();
    Peer down = Peer.newBuilder().setId(31).setStoreId(13).build();
    RegionHeartbeatRequest.Builder right =
        region(3, "m", "", version, 13)
            .setApproximateSize(10)
            .setApproximateKeys(4)
            .addPendingPeers(down)
            .addDownPeers(PeerStats.newBuilder().setPeer(down).setDownSeconds(9));
    assertThat(stores.report(region(2, "", "m", version, 1), right)).isEmpty();
    assertThat(get("/regions/count").body())
        .isEqualTo("{\n  \"count\": 2,\n  \"regions\": null\n}\n");
    HttpResponse<String> one = get("/region/id/3");
    assertThat(one.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(one.body())
        .isEqualTo(
            "{\"id\":3,\"start_key\":\"6D\",\"end_key\":\"\",\"epoch\":{\"conf_ver\":1,\"version\":"
                + version
                + "},\"peers\":[{\"id\":30,\"store_id\":13,\"role_name\":\"Voter\"}],"
                + "\"leader\":{\"id\":30,\"store_id\":13,\"role_name\":\"Voter\"},"
                + "\"down_peers\":[{\"down_seconds\":9,"
                + "\"peer\":{\"id\":31,\"store_id\":13,\"role_name\":\"Voter\"}}],"
                + "\"pending_peers\":[{\"id\":31,\"store_id\":13,\"role_name\":\"Voter\"}],"
                + "\"cpu_usage\":0,\"written_bytes\":0,\"read_bytes\":0,\"written_keys\":0,"
                + "\"read_keys\":0,\"approximate_size\":1,\"approximate_keys\":4}");
    assertThat(json("/regions").path("regions").findValuesAsString("start_key"))
        .containsExactly("", "6D");
    assertThat(json("/regions/key?key=a&limit=1").path("count").asInt()).isEqualTo(1);
    assertThat(json("/regions/key?key=6E&end_key=7A&format=hex").at("/regions/0/id").asInt())
        .isEqualTo(3);
    assertThat(json("/regions/key?key=%FF%00").at("/regions/0/id").asInt()).isEqualTo(3);
    assertThat(json("/regions/store/13").at("/regions/0/id").asInt()).isEqualTo(3);
    assertThat(get("/regions/store/999").body()).isEqualTo("{\"count\":0,\"regions\":[]}");
    assertThat(json("/region/key/%FE").path("id").asInt()).isEqualTo(3);
    assertThat(json("/region/key/61?format=hex").path("id").asInt()).isEqualTo(2);
    assertThat(json("/store/13").at("/status/pending_peer_count").asInt()).isEqualTo(1);
    assertThat(json("/cluster/status").path("is_initialized").asBoolean()).isTrue();

    ScanRegionsResponse scan =
        stores
            .leader()
            .scanRegions(
                ScanRegionsRequest.newBuilder()
                    .setHeader(stores.header())
                    .setStartKey(ByteString.copyFromUtf8("k"))
                    .build());
    assertThat(scan.getLeadersList()).extracting(Peer::getStoreId).containsExactly(1L, 13L);
    assertThat(scan.getRegions(1).getDownPeersCount()).isEqualTo(1);
    assertThat(
            stores
                .leader()
                .getPrevRegion(
                    GetRegionRequest.newBuilder()
                        .setHeader(stores.header())
                        .setRegionKey(ByteString.copyFromUtf8("n"))
                        .build())
                .getRegion()
                .getId())
        .isEqualTo(2);
    // A merge: the newer region takes the place of both.
    assertThat(stores.report(region(2, "", "", nextVersion++, 1))).isEmpty();
    assertThat(json("/regions").path("count").asInt()).isEqualTo(1);
    assertThat(json("/store/13").at("/status/region_count").asInt()).isZero();
  }

  @Test
  void aReportThatIsOutOfDateIsAnsweredWithAnError() throws Exception {
    List<RegionHeartbeatResponse> answers =
        stores.report(region(2, "", "", 1, 1), region(2, "", "", nextVersion++, 1));
    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().getHeader().getError().getMessage())
        .startsWith("region is stale");
    assertThat(answers.getFirst().getRegionId()).isEqualTo(2);
    assertThat(answers.getFirst().getTargetPeer().getId()).isEqualTo(20);
    assertThat(stores.report(region(2, "b", "a", nextVersion++, 1)).getFirst().getHeader())
        .satisfies(h -> assertThat(h.getError().getMessage()).startsWith("invalid request region"));
    assertThat(
            stores.report(
                region(2, "", "", nextVersion++, 1)
                    .clearLeader()
                    .setLeader(Peer.newBuilder().setStoreId(1))))
        .hasSize(1);
    assertThatThrownBy(() -> stores.report(region(2, "", "", nextVersion++, 999)))
        .hasMessage("UNKNOWN: invalid store ID 999, not found");
  }

  @Test
  void idsForSplits() throws Exception {
    RegionHeartbeatRequest known = region(2, "", "", nextVersion - 1, 1).build();
    AskBatchSplitResponse batch =
        stores
            .leader()
            .askBatchSplit(
                AskBatchSplitRequest.newBuilder()
                    .setHeader(stores.header())
                    .setRegion(known.getRegion())
                    .setSplitCount(2)
                    .build());
    assertThat(batch.getIdsList())
        .hasSize(2)
        .allSatisfy(id -> assertThat(id.getNewPeerIds(0)).isEqualTo(id.getNewRegionId() + 1));
    assertThat(batch.getIds(1).getNewRegionId()).isGreaterThan(batch.getIds(0).getNewPeerIds(0));
    AskSplitResponse single =
        stores
            .leader()
            .askSplit(
                AskSplitRequest.newBuilder()
                    .setHeader(stores.header())
                    .setRegion(known.getRegion())
                    .build());
    assertThat(single.getNewRegionId()).isGreaterThan(batch.getIds(1).getNewPeerIds(0));
    assertThat(
            stores
                .leader()
                .askBatchSplit(
                    AskBatchSplitRequest.newBuilder()
                        .setHeader(stores.header())
                        .setRegion(
                            known.getRegion().toBuilder()
                                .setRegionEpoch(RegionEpoch.newBuilder().setVersion(1)))
                        .setSplitCount(1)
                        .build())
                .getHeader()
                .getError()
                .getMessage())
        .startsWith("invalid region epoch");
    ReportBatchSplitRequest.Builder report =
        ReportBatchSplitRequest.newBuilder()
            .setHeader(stores.header())
            .addRegions(region(5, "", "c", 9, 1).getRegion())
            .addRegions(region(2, "c", "", 9, 1).getRegion());
    assertThat(stores.leader().reportBatchSplit(report.build()).getHeader().hasError()).isFalse();
    report.addRegions(region(6, "x", "", 9, 1).getRegion());
    assertThat(stores.leader().reportBatchSplit(report.build()).getHeader().getError().getMessage())
        .startsWith("invalid split regions");
  }

  @Test
  @Effect("schedule.hot-region-cache-hits-threshold")
  void whereTheTrafficIs() throws Exception {
    TimeInterval tenSeconds =
        TimeInterval.newBuilder().setStartTimestamp(100).setEndTimestamp(110).build();
    stores
        .leader()
        .storeHeartbeat(
            StoreHeartbeatRequest.newBuilder()
                .setHeader(stores.header())
                .setStats(
                    StoreStats.newBuilder()
                        .setStoreId(1)
                        .setBytesWritten(500)
                        .setKeysRead(25)
                        .setInterval(tenSeconds))
                .build());
    JsonNode rates = json("/hotspot/stores");
    assertThat(rates.at("/bytes-write-rate/1").asDouble()).isEqualTo(50);
    assertThat(rates.at("/keys-read-rate/1").asDouble()).isEqualTo(2.5);
    RegionHeartbeatRequest.Builder busy =
        region(2, "", "", nextVersion++, 1).setBytesWritten(1 << 20).setInterval(tenSeconds);
    stores.report(busy, busy);
    assertThat(get("/hotspot/regions/write").body())
        .isEqualTo("{\n  \"as_peer\": {},\n  \"as_leader\": {}\n}\n");
    cluster.configure("pd-0", Map.of("schedule.hot-region-cache-hits-threshold", "2"));
    JsonNode hot = json("/hotspot/regions/write").at("/as_leader/1");
    assertThat(hot.path("regions_count").asInt()).isEqualTo(1);
    assertThat(hot.at("/statistics/0/hot_degree").asInt()).isEqualTo(2);
    assertThat(hot.path("total_flow_bytes").asDouble()).isEqualTo((1 << 20) / 10.0);
    assertThat(json("/hotspot/regions/read").path("as_peer")).isEmpty();
  }
}

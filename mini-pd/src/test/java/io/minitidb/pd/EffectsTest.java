package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.config.ConfigItem;
import io.minitidb.config.LiveConfig;
import io.minitidb.memtable.Settings.Setting;
import io.minitidb.pd.cluster.LocalMember;
import io.minitidb.pd.cluster.Term;
import io.minitidb.pd.model.SemVer;
import io.minitidb.pd.wire.Messages;
import io.minitidb.proto.metapb.StoreLabel;
import io.minitidb.server.Closer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// What changes when an item is set on a running leader.
@Timeout(120)
final class EffectsTest {
  private static final long GIB = 1 << 30;
  private static final Closer closer = new Closer();
  @TempDir static Path directory;
  private static TestCluster cluster;
  private static TestStores stores;
  private static LiveConfig<PdConfig> config;

  @BeforeAll
  static void start() throws Exception {
    // The first round of measuring finds nobody, and the second is far away.
    cluster = closer.add(TestCluster.start(directory, 1, Map.of("node.latency-interval", "1h")));
    PdServer leader = cluster.server(cluster.awaitLeader());
    config = leader.config();
    stores = TestStores.of(leader, closer);
    assertThat(stores.bootstrap("8.5.0")).isEmpty();
  }

  @AfterAll
  static void stop() {
    closer.close();
  }

  @AfterEach
  void reset() {
    set(Map.of());
  }

  private static void set(Map<String, String> items) {
    cluster.configure("pd-0", items);
  }

  private static LocalMember member() {
    return cluster.server("pd-0").member();
  }

  private static JsonNode store(long id) throws Exception {
    return cluster.json("pd-0", "/pd/api/v1/store/" + id);
  }

  private static String stateOf(long id) throws Exception {
    return store(id).at("/store/state_name").asString();
  }

  @Test
  @Effect("log.level")
  void theLogLevel() {
    set(Map.of("log.level", "debug"));
    assertThat(LoggerFactory.getLogger("io.minitidb.any").isDebugEnabled()).isTrue();
    set(Map.of("log.level", "warn"));
    assertThat(LoggerFactory.getLogger("io.minitidb.any").isInfoEnabled()).isFalse();
  }

  @Test
  @Effect("lease")
  void aLeaderMovesToAnotherLeaseAndStaysLeader() {
    Term term = member().term().orElseThrow();
    assertThat(term.fence().remaining()).isLessThan(Duration.ofSeconds(10));
    set(Map.of("lease", "60"));
    Awaitility.await("the long lease")
        .atMost(TestCluster.PATIENCE)
        .until(() -> term.fence().remaining().compareTo(Duration.ofSeconds(30)) > 0);
    set(Map.of());
    Awaitility.await("the short lease")
        .atMost(TestCluster.PATIENCE)
        .until(() -> term.fence().remaining().compareTo(Duration.ofSeconds(10)) < 0);
    assertThat(member().term()).containsSame(term);
    // The key did not go with one of the leases that were given up.
    assertThat(term.fence().store().get(term.fence().keys().leader())).isPresent();
  }

  @Test
  @Effect("tso-save-interval")
  void theWindowOfTimestamps() {
    set(Map.of("tso-save-interval", "1m"));
    Term term = member().term().orElseThrow();
    Awaitility.await("a bound far ahead")
        .atMost(TestCluster.PATIENCE)
        .until(() -> {
          long nanos =
              term.fence()
                  .store()
                  .get(term.fence().keys().timestamp())
                  .orElseThrow()
                  .value()
                  .asReadOnlyByteBuffer()
                  .getLong();
          return Instant.ofEpochSecond(0, nanos).isAfter(Instant.now().plusSeconds(30));
        });
  }

  @Test
  @Effect({"schedule.max-store-down-time", "limits.store-disconnect-time"})
  void howLongAStoreMayBeSilent() throws Exception {
    assertThat(stores.heartbeat(1, GIB, GIB).getHeader().hasError()).isFalse();
    assertThat(stateOf(1)).isEqualTo("Up");
    set(Map.of("limits.store-disconnect-time", "1ms"));
    Awaitility.await().until(() -> stateOf(1).equals("Disconnected"));
    set(Map.of("limits.store-disconnect-time", "1ms", "schedule.max-store-down-time", "2ms"));
    Awaitility.await().until(() -> stateOf(1).equals("Down"));
    assertThat(cluster.get("pd-0", "/metrics").body())
        .contains("pd_cluster_status{type=\"store_up_count\"} 0");
  }

  @Test
  @Effect({
    "schedule.low-space-ratio",
    "schedule.high-space-ratio",
    "schedule.region-score-formula-version"
  })
  void whenAStoreIsShortOfSpace() throws Exception {
    assertThat(stores.put(TestStores.store(20, "8.5.0"))).isEmpty();
    stores.heartbeat(20, 1000 * GIB, 400 * GIB);
    assertThat(cluster.get("pd-0", "/metrics").body())
        .contains("pd_cluster_status{type=\"store_low_space_count\"} 0");
    assertThat(store(20).at("/status/region_score").asDouble()).isZero();
    Map<String, String> low = new HashMap<>();
    low.put("schedule.low-space-ratio", "0.55");
    low.put("schedule.high-space-ratio", "0.3");
    set(low);
    assertThat(cluster.get("pd-0", "/metrics").body())
        .contains("pd_cluster_status{type=\"store_low_space_count\"} 1");
    double bySpace = store(20).at("/status/region_score").asDouble();
    assertThat(bySpace).isBetween(1.1e6, 1.2e6);
    low.put("schedule.region-score-formula-version", "v1");
    set(low);
    assertThat(store(20).at("/status/region_score").asDouble()).isEqualTo((1 << 30) - 400 * 1024.0);
    low.put("schedule.low-space-ratio", "0.7");
    set(low);
    double between = store(20).at("/status/region_score").asDouble();
    assertThat(between).isBetween(1e6, 1e9);
    low.put("schedule.high-space-ratio", "0.65");
    set(low);
    assertThat(store(20).at("/status/region_score").asDouble()).isZero();
  }

  @Test
  @Effect("replication.max-replicas")
  void howManyCopiesClientsExpect() throws Exception {
    assertThat(stores.cluster().getMaxPeerCount()).isEqualTo(3);
    set(Map.of("replication.max-replicas", "5"));
    assertThat(stores.cluster().getMaxPeerCount()).isEqualTo(5);
    assertThat(cluster.json("pd-0", "/pd/api/v1/cluster").path("max_peer_count").asInt())
        .isEqualTo(5);
  }

  @Test
  @Effect({"replication.location-labels", "replication.strictly-match-label"})
  void labelsOfStores() throws Exception {
    StoreLabel rack = StoreLabel.newBuilder().setKey("rack").setValue("r1").build();
    assertThat(stores.put(TestStores.store(30, "8.5.0").addLabels(rack))).isEmpty();
    Map<String, String> strict =
        Map.of(
            "replication.location-labels", "zone,host", "replication.strictly-match-label", "true");
    set(strict);
    assertThat(stores.put(TestStores.store(31, "8.5.0")))
        .isEqualTo("label configuration is incorrect, need to specify the key: zone");
    StoreLabel zone = StoreLabel.newBuilder().setKey("Zone").setValue("z1").build();
    StoreLabel host = StoreLabel.newBuilder().setKey("host").setValue("h1").build();
    assertThat(
            stores.put(
                TestStores.store(31, "8.5.0").addLabels(zone).addLabels(host).addLabels(rack)))
        .isEqualTo("key matching the label was not found in the PD, store label key: rack");
    assertThat(stores.put(TestStores.store(31, "8.5.0").addLabels(zone).addLabels(host))).isEmpty();
    // A store that comes back without its labels has them still.
    assertThat(stores.put(TestStores.store(31, "8.5.0"))).isEmpty();
    assertThat(store(31).at("/store/labels").findValuesAsString("key"))
        .containsExactly("Zone", "host");

    String path = "/pd/api/v1/store/31/label";
    assertThat(cluster.post("pd-0", path, "{\"host\": \"\"}").statusCode()).isEqualTo(500);
    assertThat(cluster.post("pd-0", path, "{\"host\": \"h2\"}").body())
        .isEqualTo("\"The store's label is updated.\"\n");
    assertThat(store(31).at("/store/labels").findValuesAsString("value"))
        .containsExactly("z1", "h2");
    assertThat(cluster.post("pd-0", path + "?force", "{\"host\": \"h3\"}").body())
        .isEqualTo("\"label configuration is incorrect, need to specify the key: zone\"\n");
    set(Map.of());
    assertThat(cluster.post("pd-0", path + "?force", "{\"host\": \"h3\"}").statusCode())
        .isEqualTo(200);
    assertThat(store(31).at("/store/labels").findValuesAsString("value")).containsExactly("h3");
    for (String bad : new String[] {"{\"engine\": \"x\"}", "{\"-a\": \"x\"}", "{\"a\": 1}", "["}) {
      assertThat(cluster.post("pd-0", path, bad).statusCode()).as(bad).isEqualTo(400);
    }
    assertThat(cluster.post("pd-0", "/pd/api/v1/store/999/label", "{\"a\": \"b\"}").body())
        .isEqualTo("\"[PD:cluster:ErrInvalidStoreID]invalid store id 999, not found\"\n");
  }

  @Test
  @Effect("replication.enable-placement-rules")
  void withRulesReplicationNeedsABootstrappedCluster(@TempDir Path other) throws Exception {
    String path = "/pd/api/v1/config/replicate";
    try (TestCluster fresh = TestCluster.start(other, 1)) {
      fresh.awaitLeader();
      assertThat(fresh.get("pd-0", "/pd/api/v1/config/cluster-version").body())
          .isEqualTo("\"0.0.0\"\n");
      assertThat(fresh.post("pd-0", path, "{\"max-replicas\": 5}").body())
          .startsWith("\"[PD:cluster:ErrNotBootstrapped]");
      assertThat(fresh.post("pd-0", path, "{\"enable-placement-rules\": \"false\"}").statusCode())
          .isEqualTo(200);
      assertThat(fresh.post("pd-0", path, "{\"max-replicas\": 5}").statusCode()).isEqualTo(200);
    }
  }

  @Test
  @Effect("cluster-version")
  void storesThatAreTooOldAreRefused() throws Exception {
    assertThat(stores.put(TestStores.store(40, "8.4.9"))).isEmpty();
    assertThat(stores.heartbeat(40, GIB, GIB).getClusterVersion()).isEqualTo("8.4.9");
    set(Map.of("cluster-version", "8.10.2"));
    assertThat(stores.put(TestStores.store(41, "8.9.0")))
        .isEqualTo("version should compatible with version 8.10.2, got 8.9.0");
    assertThat(stores.put(TestStores.store(41, "8.10.0"))).as("another patch level").isEmpty();
    assertThat(stores.put(TestStores.store(42, "v9.0.0-beta"))).isEmpty();
    assertThat(stores.put(TestStores.store(43, ""))).contains("should compatible");
    assertThat(stores.heartbeat(41, GIB, GIB).getClusterVersion()).isEqualTo("8.10.2");
    assertThat(SemVer.parse("8.5")).isEmpty();
  }

  @Test
  @Effect("limits.heartbeat-save-interval")
  void howOftenHeartbeatsAreKept() throws Exception {
    assertThat(stores.put(TestStores.store(50, "8.5.0"))).isEmpty();
    stores.heartbeat(50, GIB, GIB);
    stores.heartbeat(50, GIB, GIB);
    assertThat(kept(50)).isNotEqualTo(store(50).at("/store/last_heartbeat").asLong());
    set(Map.of("limits.heartbeat-save-interval", "0s"));
    stores.heartbeat(50, GIB, GIB);
    assertThat(kept(50)).isEqualTo(store(50).at("/store/last_heartbeat").asLong());
  }

  private static long kept(long id) {
    LocalMember.Started started = member().started().orElseThrow();
    return Messages.parseStore(started.store().get(started.keys().store(id)).orElseThrow().value())
        .lastHeartbeat();
  }

  @Test
  @Effect("node.latency-interval")
  void howOftenRoundTripsAreMeasured() throws Exception {
    String path = "/pd_member/api/v1/network_latency";
    assertThat(cluster.json("pd-0", path)).isEmpty();
    set(Map.of("node.latency-interval", "20ms"));
    Awaitility.await("a round")
        .atMost(TestCluster.PATIENCE)
        .until(() -> !cluster.json("pd-0", path).isEmpty());
  }

  @Test
  @Effect("limits.request-size")
  void howLargeARequestMayBe() throws Exception {
    String body = "{" + " ".repeat(100 << 10) + "\"metric-storage\": \"x\"}";
    assertThat(cluster.post("pd-0", "/pd/api/v1/config", body).statusCode()).isEqualTo(200);
    set(Map.of("limits.request-size", "64KiB"));
    assertThat(cluster.post("pd-0", "/pd/api/v1/config", body).statusCode()).isEqualTo(413);
  }

  @Test
  @Effect("limits.view-timeout")
  void howLongTheLocalEtcdMayTake() throws Exception {
    ProcessHandle etcd =
        cluster.server("pd-0").etcd().pid().flatMap(ProcessHandle::of).orElseThrow();
    set(Map.of("limits.view-timeout", "123ms"));
    signal("STOP", etcd);
    try {
      assertThat(cluster.get("pd-0", "/pd/api/v2/livez").body())
          .isEqualTo("[-]etcd-serializable-read failed: etcd did not answer within 123 ms\n");
    } finally {
      signal("CONT", etcd);
      cluster.awaitLeader();
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  static Iterable<ConfigItem> kept() {
    return OnlineItemsTest.items().values().stream()
        .filter(item -> item.online() && OnlineItemsTest.kept(item))
        .toList();
  }

  /// What mini-pd does nothing with is seen by those who read it.
  @ParameterizedTest
  @MethodSource("kept")
  void whatIsKeptIsShown(ConfigItem item) throws Exception {
    String value =
        switch (item.type()) {
          case INTEGER, NUMBER -> "7";
          case BOOLEAN -> Boolean.toString(!Boolean.parseBoolean(item.initial()));
          case CHOICE ->
              item.choices().stream()
                  .filter(c -> !c.equals(item.initial()))
                  .findFirst()
                  .orElseThrow();
          case DURATION -> "7m0s";
          case TEXT -> "zone";
          case LIST, SIZE, SWITCH -> throw new AssertionError("no such item yet: " + item);
        };
    set(Map.of(item.key(), value, "replication.location-labels", "zone"));
    String where = "/" + item.key().replace('.', '/').replace("store-limit/", "store-limit/1/");
    assertThat(cluster.json("pd-0", "/pd/api/v1/config").at(where).asString()).isEqualTo(value);
    assertThat(config.all())
        .filteredOn(setting -> setting.key().equals(item.key()))
        .extracting(Setting::source)
        .containsExactly("sql");
  }
}

package io.minitidb.pd.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.minitidb.pd.TestCluster;
import io.minitidb.pd.TestStores;
import io.minitidb.pd.etcd.MetaStore;
import io.minitidb.server.Closer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The routes of the configuration on a bootstrapped leader.
@Timeout(120)
final class ConfigRoutesTest {
  private static final String CONFIG = "/pd/api/v1/config";
  private static final String UPDATED = "\"The config is updated.\"\n";
  private static final Closer closer = new Closer();
  @TempDir static Path directory;
  private static TestCluster cluster;
  private static String leader;

  @BeforeAll
  static void start() throws Exception {
    cluster = closer.add(TestCluster.start(directory, 1));
    leader = cluster.awaitLeader();
    assertThat(TestStores.of(cluster.server(leader), closer).bootstrap("8.5.0")).isEmpty();
  }

  @AfterAll
  static void stop() {
    closer.close();
  }

  @BeforeEach
  void reset() {
    cluster.configure(leader, Map.of());
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return cluster.post(leader, path, body);
  }

  private static JsonNode config() throws Exception {
    return cluster.json(leader, CONFIG);
  }

  @Test
  void theFormIsTheOriginals() throws Exception {
    JsonNode config = config();
    assertThat(config.path("name").asString()).isEqualTo("pd-0");
    assertThat(config.path("lease").isIntegralNumber()).isTrue();
    assertThat(config.path("enable-prevote").isBoolean()).isTrue();
    assertThat(config.path("cluster-version").asString()).isEqualTo("8.5.0");
    JsonNode schedule = config.path("schedule");
    assertThat(schedule.path("enable-joint-consensus").stringValue()).isEqualTo("true");
    assertThat(schedule.path("max-merge-region-keys").asInt()).isEqualTo(540_000);
    assertThat(schedule.path("max-store-down-time").asString()).isEqualTo("30m0s");
    assertThat(schedule.path("low-space-ratio").asDouble()).isEqualTo(0.8);
    assertThat(schedule.path("schedulers-v2").isArray()).isTrue();
    assertThat(schedule.at("/store-limit/1/add-peer").asInt()).isEqualTo(15);
    assertThat(schedule.has("halt-scheduling")).isFalse();
    JsonNode replication = config.path("replication");
    assertThat(replication.path("max-replicas").isIntegralNumber()).isTrue();
    assertThat(replication.path("location-labels").stringValue()).isEmpty();
    assertThat(replication.path("strictly-match-label").stringValue()).isEqualTo("false");
    assertThat(replication.path("enable-placement-rules").stringValue()).isEqualTo("true");
    assertThat(cluster.json(leader, CONFIG + "/schedule")).isEqualTo(schedule);
    assertThat(cluster.json(leader, CONFIG + "/replicate")).isEqualTo(replication);
    assertThat(cluster.get(leader, CONFIG).body()).startsWith("{\n  \"name\": \"pd-0\",\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"max-replicas": 5}                               | /replication/max-replicas            | 5
          {"schedule.leader-schedule-limit": "7"}           | /schedule/leader-schedule-limit      | 7
          {"replication.location-labels": "zone,host"}      | /replication/location-labels         | zone,host
          {"halt-scheduling": true}                         | /schedule/halt-scheduling            | true
          {"schedule.enable-one-way-merge": "true"}         | /schedule/enable-one-way-merge       | true
          {"pd-server.metric-storage": "http://p:9090"}     | /pd-server/metric-storage            | http://p:9090
          {"max-store-down-time": "1h30m"}                  | /schedule/max-store-down-time        | 1h30m0s
          {"cluster-version": "8.4.1"}                      | /cluster-version                     | 8.4.1
          {"log.level": "info", "add-peer": 20}             | /schedule/store-limit/1/add-peer     | 20
          """)
  void itemsAreChangedByTheirWholeOrTheirLastName(String body, String where, String value)
      throws Exception {
    HttpResponse<String> answer = post(CONFIG, body);
    assertThat(answer.body()).isEqualTo(UPDATED);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(config().at(where).asString()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"nothing": 1}                    | config item nothing not found
          {"nothing.x": 1}                  | config prefix nothing not found
          {"schedule.nothing": 1}           | config item nothing not found
          {"max-replicas": null}            | config item replication.max-replicas takes a text, a number or a truth value, not null
          {"max-replicas": 0}               | replication.max-replicas: '0' is not 1 to 99
          {"max-replicas": 1, "replication.max-replicas": 2} | config item replication.max-replicas is given twice
          {"name": "other"}                 | config name can not be changed online; set it in the file or by its flag, and restart the node
          {"low-space-ratio": 0.5}          | bad configuration: schedule.low-space-ratio must be larger than schedule.high-space-ratio, 0.5 is not larger than 0.7
          {"isolation-level": "rack"}       | bad configuration: replication.isolation-level must be one of replication.location-labels or empty, 'rack' is not
          []                                | the body is no JSON object
          """)
  void whatIsNotTakenIsSaidAsText(String body, String why) throws Exception {
    HttpResponse<String> answer = post(CONFIG, body);
    assertThat(answer.body()).isEqualTo("\"" + why + "\"\n");
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  /// The original applies one item after the other, and those before the bad one stay.
  @Test
  void aChangeHoldsAsAWholeOrNotAtAll() throws Exception {
    JsonNode before = config();
    assertThat(post(CONFIG, "{\"leader-schedule-limit\": 9, \"max-replicas\": \"x\"}").statusCode())
        .isEqualTo(400);
    assertThat(post(CONFIG, "{\"leader-schedule-limit\": 9, \"nothing\": 1}").statusCode())
        .isEqualTo(400);
    assertThat(config()).isEqualTo(before);
    assertThat(post(CONFIG, "{\"high-space-ratio\": 0.2, \"low-space-ratio\": 0.5}").body())
        .isEqualTo(UPDATED);
    assertThat(post(CONFIG, "{\"max-snapshot-count\": 3}").body()).isEqualTo(UPDATED);
    assertThat(config().at("/schedule/low-space-ratio").asDouble()).isEqualTo(0.5);
  }

  @Test
  void sectionsTakeAPartOrAllOfWhatTheyShow() throws Exception {
    for (String section : new String[] {"schedule", "replicate"}) {
      String shown = cluster.get(leader, CONFIG + "/" + section).body();
      assertThat(post(CONFIG + "/" + section, shown).body()).isEqualTo(UPDATED);
      assertThat(cluster.get(leader, CONFIG + "/" + section).body()).isEqualTo(shown);
    }
    assertThat(cluster.server(leader).config().all())
        .noneMatch(setting -> setting.source().equals("sql"));
    String part = "{\"enable-debug-metrics\": \"true\", \"merge-schedule-limit\": 0}";
    assertThat(post(CONFIG + "/schedule", part).body()).isEqualTo(UPDATED);
    assertThat(config().at("/schedule/enable-debug-metrics").asString()).isEqualTo("true");
    assertThat(config().at("/schedule/merge-schedule-limit").asInt()).isZero();
    assertThat(post(CONFIG + "/replicate", "{\"max-replicas\": 4}").body()).isEqualTo(UPDATED);
    assertThat(config().at("/replication/max-replicas").asInt()).isEqualTo(4);
  }

  @Test
  void sectionsTellMalformedValuesFromRefusedOnes() throws Exception {
    HttpResponse<String> malformed = post(CONFIG + "/schedule", "{\"max-snapshot-count\": \"x\"}");
    assertThat(malformed.statusCode()).isEqualTo(400);
    assertThat(malformed.body()).isEqualTo("\"schedule.max-snapshot-count: 'x' is no integer\"\n");
    assertThat(post(CONFIG + "/schedule", "{").statusCode()).isEqualTo(400);
    HttpResponse<String> refused = post(CONFIG + "/schedule", "{\"low-space-ratio\": 1.5}");
    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(refused.body()).isEqualTo("\"schedule.low-space-ratio: '1.5' is not 0 to 1\"\n");
    assertThat(post(CONFIG + "/schedule", "{\"leader-schedule-policy\": \"age\"}").statusCode())
        .isEqualTo(500);
    HttpResponse<String> coded = post(CONFIG + "/replicate", "{");
    assertThat(coded.statusCode()).isEqualTo(400);
    assertThat(coded.headers().firstValue("TiDB-Error-Code")).contains("input");
    assertThat(post(CONFIG + "/replicate", "{\"isolation-level\": \"rack\"}").statusCode())
        .isEqualTo(500);
  }

  @Test
  void theClusterVersionHasARouteOfItsOwn() throws Exception {
    String path = CONFIG + "/cluster-version";
    assertThat(cluster.get(leader, path).body()).isEqualTo("\"8.5.0\"\n");
    assertThat(post(path, "{\"cluster-version\": \"v8.1.0\"}").body())
        .isEqualTo("\"The cluster version is updated.\"\n");
    assertThat(cluster.get(leader, path).body()).isEqualTo("\"8.1.0\"\n");
    HttpResponse<String> missing = post(path, "{}");
    assertThat(missing.statusCode()).isEqualTo(400);
    assertThat(missing.body())
        .contains("\"code\": \"input\"", "\"msg\": \"not set cluster-version\"");
    assertThat(post(path, "{\"cluster-version\": \"eight\"}").statusCode()).isEqualTo(500);
  }

  @Test
  void defaultsAreThoseOfAMemberOfWhichNothingWasSaid() throws Exception {
    assertThat(post(CONFIG, "{\"max-replicas\": 5}").body()).isEqualTo(UPDATED);
    JsonNode defaults = cluster.json(leader, CONFIG + "/default");
    assertThat(defaults.at("/replication/max-replicas").asInt()).isEqualTo(3);
    assertThat(defaults.path("lease").asInt()).isEqualTo(5);
    assertThat(defaults.at("/schedule/enable-joint-consensus").stringValue()).isEqualTo("true");
  }

  @Test
  void aValueForATimeReturnsToWhatItWas() throws Exception {
    assertThat(post(CONFIG, "{\"schedule.leader-schedule-limit\": 6}").body()).isEqualTo(UPDATED);
    String body =
        "{\"schedule.leader-schedule-limit\": 40, \"schedule.enable-location-replacement\": \"false\"}";
    assertThat(post(CONFIG + "?ttlSecond=3600", body).body())
        .isEqualTo("\"The ttl config is updated.\"\n");
    assertThat(config().at("/schedule/leader-schedule-limit").asInt()).isEqualTo(40);
    assertThat(config().at("/schedule/enable-location-replacement").stringValue())
        .isEqualTo("false");
    assertThat(post(CONFIG + "?ttlSecond=0", body).body())
        .isEqualTo("\"The ttl config is deleted.\"\n");
    assertThat(config().at("/schedule/leader-schedule-limit").asInt()).isEqualTo(6);

    assertThat(post(CONFIG + "?ttlSecond=1", body).statusCode()).isEqualTo(200);
    Awaitility.await("the end of its time")
        .atMost(TestCluster.PATIENCE)
        .until(() -> config().at("/schedule/leader-schedule-limit").asInt() == 6);
    assertThat(config().at("/schedule/enable-location-replacement").stringValue())
        .isEqualTo("true");
  }

  /// The original's tools write there as well.
  @Test
  void whatOthersHaveWrittenForATimeIsShownIfItIsAValue() throws Exception {
    MetaStore store = cluster.server(leader).member().started().orElseThrow().store();
    store.put("/config/ttl/schedule.max-snapshot-count", ByteString.copyFromUtf8("many"));
    store.put("/config/ttl/schedule.enable-location-replacement", ByteString.copyFromUtf8("OFF"));
    store.put("/config/ttl/default-add-peer", ByteString.copyFromUtf8("9"));
    assertThat(config().at("/schedule/max-snapshot-count").asInt()).isEqualTo(64);
    assertThat(config().at("/schedule/enable-location-replacement").stringValue())
        .isEqualTo("false");
    String all =
        "{\"schedule.max-snapshot-count\": 1, \"schedule.enable-location-replacement\": \"false\"}";
    assertThat(post(CONFIG + "?ttlSecond=0", all).statusCode()).isEqualTo(200);
    assertThat(config().at("/schedule/enable-location-replacement").stringValue())
        .isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5  | {"replication.max-replicas": 5}           | unsupported ttl config replication.max-replicas
          0  | {"schedule.low-space-ratio": 0.9}         | unsupported ttl config schedule.low-space-ratio
          5  | {"schedule.max-snapshot-count": -1}       | schedule.max-snapshot-count: '-1' is not at least 0
          x  | {"schedule.max-snapshot-count": 1}        | ttlSecond: 'x' is no number of seconds
          -1 | {"schedule.max-snapshot-count": 1}        | ttlSecond: '-1' is no number of seconds
          """)
  void notEveryItemAndTimeMakesAValueForATime(String seconds, String body, String why)
      throws Exception {
    HttpResponse<String> answer = post(CONFIG + "?ttlSecond=" + seconds, body);
    assertThat(answer.body()).isEqualTo("\"" + why + "\"\n");
    assertThat(answer.statusCode()).isEqualTo(400);
  }
}

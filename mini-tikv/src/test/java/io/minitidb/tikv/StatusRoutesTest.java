package io.minitidb.tikv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.log.Logging;
import io.minitidb.proto.pprof.Profile;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The status server of a running store, as curl and TiDB ask it.
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class StatusRoutesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path directory;
  static RunningStore store;
  static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    store = new RunningStore(directory, Map.of("pd.heartbeat-interval", "50ms"));
    client = HttpClient.newHttpClient();
    await().atMost(PATIENCE).until(() -> call("GET", "/ready", "").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    client.close();
    store.close();
    Logging.toConsole("info");
  }

  private static HttpResponse<byte[]> call(
      String method, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + store.statusAddress() + path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void aReadyStoreSaysWhatItIsReadyFor() throws Exception {
    assertThat(text(call("GET", "/ready?verbose", "")))
        .isEqualTo("{\"registered\":true,\"serving\":true}");
    assertThat(call("GET", "/status", "").body()).isEmpty();
    assertThat(text(call("GET", "/engine_type", ""))).isEqualTo("raft-kv");
  }

  @Test
  void theConfigurationIsNestedAndInKebabCase() throws Exception {
    HttpResponse<byte[]> answer = call("GET", "/config?full=true", "");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    assertThat(text(answer)).contains("\"rocksdb\" : {").contains("\"data-dir\" : \"");
  }

  @Test
  void metricsOfRocksDbAreThereAndCompressedForWhoTakesThat() throws Exception {
    HttpResponse<byte[]> plain = call("GET", "/metrics", "");
    assertThat(text(plain)).contains("tikv_engine_");
    assertThat(plain.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    HttpResponse<byte[]> zipped =
        call("GET", "/metrics", "", "Accept-Encoding", "deflate, gzip;q=0.5");
    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains("tikv_engine_");
    }
    assertThat(call("GET", "/metrics", "", "Accept-Encoding", "gzip;q=0").headers().map())
        .doesNotContainKey("content-encoding");
  }

  @Test
  void aRegionIsToldAsFarAsItGoesWithoutRaft() throws Exception {
    assertThat(text(call("GET", "/region/2", "")))
        .isEqualTo(
            "{\"region_state\":{\"id\":2,\"start_key\":[],\"end_key\":[],"
                + "\"epoch\":{\"conf_ver\":1,\"version\":1},"
                + "\"peers\":[{\"id\":3,\"store_id\":4,\"role\":\"Voter\",\"is_witness\":false}]}}");
  }

  @Test
  void aProfileForTiDbIsPprofAsItIs() throws Exception {
    HttpResponse<byte[]> answer =
        call(
            "GET",
            "/debug/pprof/profile?seconds=1&frequency=99",
            "",
            "Content-Type",
            "application/protobuf");
    assertThat(Profile.parseFrom(answer.body()).getSampleTypeCount()).isPositive();
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"cpu_profile\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /region/77 | '' | 404 | region(77) not found",
        "GET | /region/x | '' | 404 | path /region/x not found",
        "GET | /region/99999999999999999999 | '' | 400 | number too large to fit in target type",
        "PUT | /config/reload | '' | 501 | the file is read when the store starts; POST /config",
        "GET | /config/x | '' | 404 | 404 page not found",
        "DELETE | /config | '' | 405 | ''",
        "POST | /config | x | 500 | failed to decode, error: ",
        "POST | /config | [] | 500 | failed to decode, error: expected an object",
        "POST | /config | {\"log.level\": [1]} | 500 | failed to decode, error: array type",
        "POST | /config?persist=false | {} | 400 | a change is always kept",
        "PUT | /log-level | {} | 400 | the body is no {\"log_level\": \"info\"}",
        "PUT | /log-level | level | 400 | the body is no {\"log_level\": \"info\"}",
        "GET | /debug/pprof/profile?seconds=61 | '' | 400 | seconds must be a number from 1 to 60",
        "GET | /nothing | '' | 404 | 404 page not found",
      })
  void whatMakesNoSenseIsRefusedInWords(
      String method, String path, String body, int status, String words) throws Exception {
    HttpResponse<byte[]> answer = call(method, path, body);
    assertThat(text(answer)).startsWith(words);
    assertThat(answer.statusCode()).isEqualTo(status);
  }
}

package io.minitidb.pd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.config.ConfigLoader;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.log.Logging;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.TableInfo;
import io.minitidb.memtable.User;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.coprocessor.Response;
import io.minitidb.wire.Command;
import io.minitidb.wire.CommandRequest;
import io.minitidb.wire.CommandRows;
import io.minitidb.wire.CopAnswer;
import io.minitidb.wire.CopRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The items that every kind of node has change something on a running member, told to by the
/// member-local route.
@Timeout(120)
final class SharedItemsTest {
  private static final Logger log = LoggerFactory.getLogger(SharedItemsTest.class);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir static Path directory;
  private static final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final MemTables tables = MemTables.load();
  private static PdServer member;
  private static long revision;

  @BeforeAll
  static void start() throws IOException {
    List<Integer> ports = FreePorts.take(2);
    ConfigLoader.Loaded<PdConfig> loaded =
        PdConfig.load(
            Optional.empty(),
            Map.of(
                "name",
                "pd-0",
                "data-dir",
                directory.resolve("data").toString(),
                "client-urls",
                "http://127.0.0.1:" + ports.get(0),
                "peer-urls",
                "http://127.0.0.1:" + ports.get(1),
                "node.sample-interval",
                "1h",
                "node.inventory-interval",
                "1h",
                "log.file",
                file().toString()));
    Logging.configure(loaded.config().log());
    member = PdServer.start(loaded);
    await()
        .atMost(TestCluster.PATIENCE)
        .until(() -> http(scan("cluster_config", "KEY").encode()).statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    member.close();
    http.shutdownNow();
    Logging.toConsole("info");
  }

  @AfterEach
  void asItWas() throws Exception {
    set(Map.of());
  }

  private static Path file() {
    return directory.resolve("pd.log");
  }

  private static HttpResponse<byte[]> http(Request request)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(
                URI.create("http://" + member.address() + "/pd_member/api/v1/coprocessor"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray()))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static CopAnswer ask(Request request, List<Type> types) throws Exception {
    return CopAnswer.decode(Response.parseFrom(http(request).body()), types);
  }

  private static CopRequest scan(String table, String column) {
    TableInfo info = tables.find(table).orElseThrow().info();
    int index = info.indexOf(column);
    Dag scan =
        Dag.scan(
            new Operator.MemTableScan(
                table, List.of(index), List.of(info.columns().get(index).type())));
    return new CopRequest(scan, User.INTERNAL, ZoneOffset.UTC, MINUTE, 0);
  }

  private static CopAnswer read(String table, String column) throws Exception {
    CopRequest request = scan(table, column);
    return ask(request.encode(), request.dag().output());
  }

  private static String refusal(CopAnswer answer) {
    return answer instanceof CopAnswer.Refused refused ? refused.reason() : "not refused";
  }

  private static void set(Map<String, String> values) throws Exception {
    CommandRequest request =
        new CommandRequest(new Command.Apply(++revision, values), User.INTERNAL, MINUTE);
    Batch row = ((CopAnswer.Rows) ask(request.encode(), CommandRows.APPLIED)).batches().getFirst();
    assertThat(row.columns().get(1).isNull(0)).as("failure").isTrue();
  }

  /// Returns the bytes of rows, as text to compare.
  private static String content(CopAnswer answer) {
    return ((CopAnswer.Rows) answer).encode().getData().toStringUtf8();
  }

  @Test
  void theLogFollows() throws Exception {
    set(Map.of("log.level", "debug", "log.file-max-size", "1KiB", "log.file-max-backups", "1"));
    log.debug("deep down");
    assertThat(Files.readString(file())).contains("deep down");
    Path old = directory.resolve("pd.log.1");
    await()
        .until(() -> {
          log.info("x".repeat(2000));
          return Files.exists(old) && !Files.readString(old).contains("deep down");
        });
    assertThat(directory.resolve("pd.log.2")).doesNotExist();
  }

  @Test
  void theSamplesFollow() throws Exception {
    String before = content(read("pd_server_net_stats_info_cluster", "BYTES_RECV"));
    set(Map.of("node.sample-interval", "10ms"));
    await()
        .until(
            () -> !content(read("pd_server_net_stats_info_cluster", "BYTES_RECV")).equals(before));
  }

  @Test
  void theInventoryFollows() throws Exception {
    String before = content(read("cluster_hardware", "VALUE"));
    set(Map.of("node.inventory-interval", "10ms"));
    Path file = directory.resolve("large");
    await()
        .until(() -> {
          Files.write(
              file, new byte[1 << 20], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          return !content(read("cluster_hardware", "VALUE")).equals(before);
        });
    Files.delete(file);
  }

  @Test
  void whatRequestsMayCostFollows() throws Exception {
    set(Map.of("coprocessor.max-answer-size", "1KiB", "coprocessor.slow-log-threshold", "0s"));
    assertThat(refusal(read("cluster_config", "DESCRIPTION")))
        .contains("coprocessor.max-answer-size, which is 1024 bytes");
    assertThat(Files.readString(file())).contains("slow coprocessor request");
    set(Map.of());
    assertThat(read("cluster_config", "DESCRIPTION")).isInstanceOf(CopAnswer.Rows.class);
  }
}

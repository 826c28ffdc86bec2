package io.minitidb.tikv;

import static io.minitidb.tikv.RunningStore.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minitidb.config.ConfigItem;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Operator;
import io.minitidb.cop.expr.Expr;
import io.minitidb.log.Logging;
import io.minitidb.wire.CopAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every item that can be changed online changes something on a running store.
@SuppressWarnings("NullAway.Init")
final class OnlineItemsTest {
  private static final Logger log = LoggerFactory.getLogger(OnlineItemsTest.class);
  private static final String SLOWEST = "1h";

  @TempDir static Path directory;
  static RunningStore store;

  /// What there is to see after `item` was set to `value`.
  record Observed(String item, String value, Seen seen) {
    @Override
    public String toString() {
      return item + " = " + value;
    }
  }

  /// Waits for what must be seen, or fails.
  interface Seen {
    void check() throws IOException;
  }

  /// An option of RocksDB, as RocksDB writes it down.
  record Option(String item, String value, String name, String text) {
    @Override
    public String toString() {
      return item + " = " + value;
    }
  }

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    store =
        new RunningStore(
            directory,
            Map.of(
                "node.sample-interval", SLOWEST,
                "node.inventory-interval", SLOWEST,
                "pd.heartbeat-interval", SLOWEST,
                "pd.region-heartbeat-interval", SLOWEST));
  }

  @AfterAll
  static void stop() {
    store.close();
    Logging.toConsole("info");
  }

  @AfterEach
  void asItWas() {
    assertThat(store.set(Map.of())).isEmpty();
  }

  static Stream<Observed> observations() {
    return Stream.of(
        new Observed("log.level", "debug", OnlineItemsTest::debugIsLogged),
        new Observed("log.file-max-size", "1KiB", OnlineItemsTest::theLogIsPutAway),
        new Observed("log.file-max-backups", "1", OnlineItemsTest::oldLogsGo),
        new Observed("node.sample-interval", "10ms", () -> changes(OnlineItemsTest::traffic)),
        new Observed("node.inventory-interval", "10ms", OnlineItemsTest::aNewFileIsSeen),
        new Observed("pd.heartbeat-interval", "10ms", OnlineItemsTest::heartbeatsCome),
        new Observed("pd.region-heartbeat-interval", "10ms", OnlineItemsTest::regionsAreReported),
        new Observed("coprocessor.max-concurrency", "1", OnlineItemsTest::aSecondRequestWaits),
        new Observed("coprocessor.max-answer-size", "1KiB", OnlineItemsTest::aLargeAnswerIsRefused),
        new Observed("coprocessor.memory-quota", "1KiB", OnlineItemsTest::groupsAreTooMuch),
        new Observed(
            "coprocessor.max-request-duration", "10ms", OnlineItemsTest::aProfileTakesTooLong),
        new Observed(
            "coprocessor.slow-log-threshold", "0s", OnlineItemsTest::everyRequestIsLogged));
  }

  static Stream<Option> options() {
    return Stream.of(
        new Option("max-background-jobs", "3", "max_background_jobs", "3"),
        new Option("max-total-wal-size", "20MiB", "max_total_wal_size", "20971520"),
        new Option("max-open-files", "100", "max_open_files", "100"),
        new Option("compaction-readahead-size", "1MiB", "compaction_readahead_size", "1048576"),
        new Option("bytes-per-sync", "2MiB", "bytes_per_sync", "2097152"),
        new Option("wal-bytes-per-sync", "1MiB", "wal_bytes_per_sync", "1048576"),
        new Option(
            "writable-file-max-buffer-size", "64KiB", "writable_file_max_buffer_size", "65536"),
        new Option("stats-dump-period", "1m", "stats_dump_period_sec", "60"),
        new Option("delayed-write-rate", "1MiB", "delayed_write_rate", "1048576"),
        new Option(
            "daily-offpeak-time-utc", "01:30-04:30", "daily_offpeak_time_utc", "01\\:30-04\\:30"),
        family("write-buffer-size", "1MiB", "1048576"),
        family("max-write-buffer-number", "3", "3"),
        family("level0-file-num-compaction-trigger", "5", "5"),
        family("level0-slowdown-writes-trigger", "15", "15"),
        family("level0-stop-writes-trigger", "30", "30"),
        family("target-file-size-base", "1MiB", "1048576"),
        family("max-bytes-for-level-base", "64MiB", "67108864"),
        family("max-bytes-for-level-multiplier", "8", "8.000000"),
        family("soft-pending-compaction-bytes-limit", "1GiB", "1073741824"),
        family("hard-pending-compaction-bytes-limit", "300GiB", "322122547200"),
        family("disable-auto-compactions", "true", "true"));
  }

  private static Option family(String item, String value, String text) {
    return new Option("defaultcf." + item, value, "mem_hist." + item.replace('-', '_'), text);
  }

  /// Those with tests of their own below.
  private static final Set<String> ELSEWHERE =
      Set.of("node.history-retention", "node.history-max-size", "coprocessor.max-waiting");

  @Test
  void everyOnlineItemIsObserved() {
    Set<String> online =
        Defaults.load(Map.of()).items().values().stream()
            .filter(ConfigItem::online)
            .map(ConfigItem::key)
            .collect(Collectors.toSet());
    Set<String> observed = new HashSet<>(ELSEWHERE);
    observations().forEach(each -> observed.add(each.item()));
    options().forEach(each -> observed.add("rocksdb." + each.item()));
    assertThat(online).containsExactlyInAnyOrderElementsOf(observed).hasSizeGreaterThan(18);
  }

  @ParameterizedTest
  @MethodSource("observations")
  void aChangeIsSeen(Observed observed) throws IOException {
    assertThat(store.set(Map.of(observed.item(), observed.value()))).isEmpty();
    observed.seen().check();
  }

  @ParameterizedTest
  @MethodSource("options")
  void anOptionOfRocksDbIsChangedAndTakenBack(Option option) throws IOException {
    String before = written(option);
    assertThat(before).isNotEqualTo(option.text());
    assertThat(store.set(Map.of("rocksdb." + option.item(), option.value()))).isEmpty();
    assertThat(written(option)).isEqualTo(option.text());
    assertThat(store.set(Map.of())).isEmpty();
    // What RocksDB began with it had fitted to the limit of the process.
    assertThat(written(option))
        .isEqualTo(option.item().equals("max-open-files") ? "40960" : before);
  }

  private static String written(Option option) throws IOException {
    return store.options().getOrDefault(option.name(), "nothing");
  }

  @Test
  void whatRocksDbRefusesTakesTheWholeChangeBack() throws IOException {
    Map<String, String> good =
        Map.of("rocksdb.max-background-jobs", "3", "rocksdb.defaultcf.write-buffer-size", "8MiB");
    assertThat(store.set(good)).isEmpty();
    Map<String, String> bad = new HashMap<>(good);
    bad.put("log.level", "debug");
    bad.put("pd.heartbeat-interval", "10ms");
    bad.put("rocksdb.max-background-jobs", "4");
    bad.put("rocksdb.daily-offpeak-time-utc", "at night");
    bad.put("rocksdb.defaultcf.write-buffer-size", "16MiB");
    assertThat(store.set(bad))
        .hasValueSatisfying(why ->
            assertThat(why)
                .startsWith("changing the options of RocksDB failed: ")
                .contains("HH:mm-HH:mm"));
    assertThat(log.isDebugEnabled()).isFalse();
    Map<String, String> options = store.options();
    assertThat(options.get("max_background_jobs")).isEqualTo("3");
    assertThat(options.get("daily_offpeak_time_utc")).isNull();
    assertThat(options.get("mem_hist.write_buffer_size")).isEqualTo("8388608");
  }

  @Test
  void valuesThatDoNotFitTogetherAreRefused() throws IOException {
    assertThat(store.set(Map.of("rocksdb.defaultcf.level0-stop-writes-trigger", "5")))
        .hasValueSatisfying(why ->
            assertThat(why)
                .contains(
                    "level0-slowdown-writes-trigger (20) and level0-stop-writes-trigger (5)"));
    assertThat(store.set(Map.of("rocksdb.defaultcf.hard-pending-compaction-bytes-limit", "1GiB")))
        .hasValueSatisfying(
            why -> assertThat(why).contains("must not be above hard-pending-compaction-bytes"));
    assertThat(store.options().get("default.level0_stop_writes_trigger")).isEqualTo("20");
  }

  @Test
  void aStaticItemIsNotChangedOnline() {
    assertThat(Defaults.load(Map.of()).items())
        .hasEntrySatisfying(
            "rocksdb.block-cache-size", item -> assertThat(item.online()).isFalse());
  }

  @Test
  void whoWouldWaitIsRefusedWhenNobodyMay() {
    assertThat(
            store.set(Map.of("coprocessor.max-concurrency", "1", "coprocessor.max-waiting", "0")))
        .isEmpty();
    CompletableFuture<CopAnswer> first = profile();
    await()
        .untilAsserted(() ->
            assertThat(refusal(ids(MINUTE)))
                .contains("no more may wait (coprocessor.max-waiting)"));
    assertThat(first.join()).isInstanceOf(CopAnswer.Rows.class);
  }

  private static String refusal(CopAnswer answer) {
    return answer instanceof CopAnswer.Refused refused ? refused.reason() : "not refused";
  }

  private static CopAnswer ids(Duration deadline) {
    return store.ask(store.scan("tikv_infos", "TOTAL_MEMORY"), deadline);
  }

  /// A request that takes a second.
  private static CompletableFuture<CopAnswer> profile() {
    Dag dag = store.scan("cluster_profile", "FUNCTION");
    return CompletableFuture.supplyAsync(() -> store.ask(dag, MINUTE), Thread::startVirtualThread);
  }

  private static void debugIsLogged() throws IOException {
    log.debug("deep down");
    assertThat(Files.readString(store.log()))
        .contains("[DEBUG] [OnlineItemsTest.java] [\"deep down\"]");
  }

  private static Path old(int number) {
    return store.log().resolveSibling(store.log().getFileName() + "." + number);
  }

  private static void theLogIsPutAway() {
    await()
        .until(() -> {
          log.info("x".repeat(2000));
          return Files.exists(old(1));
        });
  }

  private static void oldLogsGo() throws IOException {
    assertThat(store.set(Map.of())).isEmpty();
    for (int i = 1; i <= 3; i++) {
      Files.writeString(old(i), "old");
    }
    assertThat(store.set(Map.of("log.file-max-backups", "2"))).isEmpty();
    assertThat(old(2)).exists();
    assertThat(old(3)).doesNotExist();
  }

  /// Waits until it is not what it was.
  private static void changes(Callable<List<String>> state) {
    try {
      List<String> before = state.call();
      assertThat(before).isNotEmpty();
      await().until(() -> !state.call().equals(before));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// What asking for it makes grow.
  private static List<String> traffic() {
    return store.column("tikv_server_net_stats_info_cluster", "BYTES_RECV");
  }

  private static void aNewFileIsSeen() throws IOException {
    Path file = store.log().resolveSibling("large");
    changes(() -> {
      Files.write(file, new byte[1 << 20], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return store.column("cluster_hardware", "VALUE");
    });
    Files.delete(file);
  }

  private static void regionsAreReported() {
    int before = store.pd().regions().size();
    await().until(() -> store.pd().regions().size() >= before + 3);
  }

  private static void heartbeatsCome() {
    int before = store.pd().beats();
    await().until(() -> store.pd().beats() > before + 2);
  }

  private static void aSecondRequestWaits() {
    CompletableFuture<CopAnswer> first = profile();
    await()
        .untilAsserted(() ->
            assertThat(refusal(ids(Duration.ofMillis(5))))
                .startsWith("busy: 1 requests are at work"));
    assertThat(first.join()).isInstanceOf(CopAnswer.Rows.class);
    assertThat(ids(MINUTE)).isInstanceOf(CopAnswer.Rows.class);
  }

  private static void aLargeAnswerIsRefused() {
    assertThat(refusal(store.ask(store.scan("cluster_config", "DESCRIPTION"), MINUTE)))
        .contains("coprocessor.max-answer-size, which is 1024 bytes");
  }

  private static void groupsAreTooMuch() {
    Dag scan = store.scan("cluster_config", "KEY");
    Dag groups =
        scan.then(
            new Operator.Aggregation(
                List.of(new Expr.ColumnRef(0, scan.output().getFirst())),
                List.of(new AggCall(AggFunction.COUNT, List.of(), false, Type.BIGINT))));
    assertThat(store.ask(groups, MINUTE))
        .isInstanceOfSatisfying(
            CopAnswer.StatementError.class, error -> assertThat(error.code()).isEqualTo(8175));
  }

  private static void aProfileTakesTooLong() {
    assertThat(refusal(profile().join())).contains("coprocessor.max-request-duration");
  }

  private static void everyRequestIsLogged() throws IOException {
    ids(MINUTE);
    assertThat(Files.readString(store.log()))
        .contains("[\"slow coprocessor request\"] [table=tikv_infos]");
  }
}

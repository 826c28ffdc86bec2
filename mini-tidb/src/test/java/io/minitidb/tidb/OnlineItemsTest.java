package io.minitidb.tidb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.protobuf.services.HealthStatusManager;
import io.minitidb.config.ConfigItem;
import io.minitidb.config.LiveConfig;
import io.minitidb.latency.LatencyWatch;
import io.minitidb.latency.Peer;
import io.minitidb.node.HostPort;
import io.minitidb.server.Closer;
import io.minitidb.server.NodeServer;
import io.minitidb.tidb.digest.Digests;
import io.minitidb.tidb.digest.SqlMode;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.session.Variable;
import io.minitidb.tidb.sql.Normalizer;
import io.minitidb.tidb.statement.Redaction;
import io.minitidb.tidb.statement.SlowLog;
import io.minitidb.tidb.statement.SlowLogSettings;
import io.minitidb.tidb.statement.StatementRecord;
import io.minitidb.tidb.statement.StatementRecorder;
import io.minitidb.tidb.topology.TopologyWatch;
import io.minitidb.tidb.users.Client;
import io.minitidb.tidb.users.Logins;
import io.minitidb.tidb.users.Users;
import io.minitidb.tls.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/// What becomes of a server when an item of its configuration that is no variable changes while it
/// runs. Each such item needs an observation here.
@SuppressWarnings("NullAway.Init")
final class OnlineItemsTest {
  private static final Map<String, Observation> OBSERVATIONS = new TreeMap<>();

  static {
    OBSERVATIONS.put("security.max-failed-logins", OnlineItemsTest::lockout);
    OBSERVATIONS.put("security.lockout-time", OnlineItemsTest::lockout);
    OBSERVATIONS.put("log.slow-file-max-size", OnlineItemsTest::slowFileMaxSize);
    OBSERVATIONS.put("log.slow-file-max-backups", OnlineItemsTest::slowFileMaxBackups);
    OBSERVATIONS.put("node.latency-interval", OnlineItemsTest::latencyInterval);
    OBSERVATIONS.put("topology.refresh-interval", OnlineItemsTest::refreshInterval);
  }

  /// Items of every kind of node have their tests where nodes are made.
  private static final List<String> OF_ALL_NODES =
      List.of("log.level", "log.file-", "node.sample-", "node.inventory-", "coprocessor.");

  private final Closer closer = new Closer();
  private final List<Peer> peers = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;
  private LiveConfig<TidbConfig> live;
  private StatementRecorder recorder;
  private LatencyWatch latency;

  @FunctionalInterface
  private interface Observation {
    void make(OnlineItemsTest test) throws Exception;
  }

  @BeforeEach
  void start() throws IOException {
    // What happens before a change, happens so seldom that nobody sees it.
    live =
        new LiveConfig<>(
            TidbConfig.load(
                Optional.empty(),
                Map.of("node.latency-interval", "1h", "topology.refresh-interval", "1h")));
    TidbConfig config = live.get();
    SlowLog slow =
        closer.add(
            SlowLog.open(config.log().slowQueryPath(directory), config.log().slowRotation()));
    recorder =
        new StatementRecorder(
            new Digests((sql, mode) -> Normalizer.normalize(sql, mode, Normalizer.Form.DIGEST)),
            List.of(slow));
    slow.configure(new SlowLogSettings(true, 0, false, 0, Redaction.of("OFF", (sql, mode) -> sql)));
    latency = closer.add(new LatencyWatch(() -> peers, config.node().latencyInterval().value()));
    TopologyWatch topology =
        closer.add(
            new TopologyWatch(
                List.of(new HostPort("127.0.0.1", 1)), Security.NONE)); // nobody is there
    topology.every(config.topology().refreshInterval().value());
    OnlineItems.follow(live, Optional.of(slow), latency, topology);
  }

  @AfterEach
  void stop() {
    closer.close();
  }

  static Set<String> items() {
    return OBSERVATIONS.keySet();
  }

  @Test
  void everyOnlineItemHasAnObservation() {
    Set<String> variables =
        SystemVariables.all().stream().map(Variable::key).collect(Collectors.toSet());
    assertThat(
            live.items().values().stream()
                .filter(ConfigItem::online)
                .map(ConfigItem::key)
                .filter(key -> !variables.contains(key))
                .filter(key -> OF_ALL_NODES.stream().noneMatch(key::startsWith)))
        .containsExactlyInAnyOrderElementsOf(items());
  }

  @ParameterizedTest
  @MethodSource("items")
  void everyOnlineItemHasItsEffect(String key) throws Exception {
    OBSERVATIONS.getOrDefault(key, test -> {}).make(this);
  }

  private void apply(Map<String, String> values) {
    assertThat(live.apply(live.revision() + 1, values).failure()).isEmpty();
  }

  private static SqlException refused(Logins logins) {
    try {
      return logins.begin("nobody", new Client("10.0.0.1", false), false).refusal();
    } catch (SqlException e) {
      return e;
    }
  }

  private void lockout() {
    Logins logins = new Logins(Users.inMemory(), () -> live.get().security().lockout());
    apply(Map.of("security.max-failed-logins", "1", "security.lockout-time", "24h"));
    assertThat(refused(logins).code()).isEqualTo(SqlError.ACCESS_DENIED.code());
    assertThat(refused(logins).text()).contains("blocked");
    apply(Map.of("security.max-failed-logins", "0"));
    assertThat(refused(logins).code()).isEqualTo(SqlError.ACCESS_DENIED.code());
  }

  private Path old(int number) {
    return directory.resolve("tidb-slow.log." + number);
  }

  /// Logs statements until a file is there. Until the wait is over, they take less than the 64 MiB
  /// of the default size.
  private void fill(Path file) {
    await()
        .until(() -> {
          for (int i = 0; i < 3; i++) {
            log("select '" + "x".repeat(100_000) + "'");
          }
          return Files.exists(file);
        });
  }

  private void log(String statement) {
    StatementRecord.Origin origin =
        new StatementRecord.Origin(
            "root", "here", 1, Optional.empty(), Optional.empty(), "", "", false, false);
    recorder.ended(
        recorder.begin(statement, SqlMode.OURS, origin, System.nanoTime()).end(List.of(), 0));
  }

  private void slowFileMaxSize() {
    apply(Map.of("log.slow-file-max-size", "1"));
    fill(old(1));
  }

  private void slowFileMaxBackups() {
    apply(Map.of("log.slow-file-max-size", "1"));
    fill(old(2));
    apply(Map.of("log.slow-file-max-size", "1", "log.slow-file-max-backups", "1"));
    log("select 1");
    await().until(() -> !Files.exists(old(2)));
    assertThat(old(1)).exists();
  }

  private void latencyInterval() throws IOException {
    NodeServer other =
        closer.add(
            NodeServer.at(new HostPort("127.0.0.1", 0))
                .addService(new HealthStatusManager().getHealthService())
                .start());
    peers.add(new Peer("other", new HostPort("127.0.0.1", other.port())));
    apply(Map.of("node.latency-interval", "10ms"));
    await()
        .until(() -> latency.targets().stream().anyMatch(target -> target.roundTrip().isPresent()));
  }

  private void refreshInterval() {
    Logger logger = (Logger) LoggerFactory.getLogger(TopologyWatch.class);
    ListAppender<ILoggingEvent> complaints = new ListAppender<>();
    complaints.list = new CopyOnWriteArrayList<>();
    complaints.start();
    Level before = logger.getLevel();
    logger.setLevel(Level.WARN);
    logger.addAppender(complaints);
    try {
      apply(Map.of("topology.refresh-interval", "100ms"));
      await().atMost(Duration.ofSeconds(60)).until(() -> complaints.list.size() > 1);
    } finally {
      logger.detachAppender(complaints);
      logger.setLevel(before);
    }
  }
}

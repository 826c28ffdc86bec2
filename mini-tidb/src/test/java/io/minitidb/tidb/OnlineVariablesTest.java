package io.minitidb.tidb;

import static io.minitidb.tidb.Asking.ask;
import static io.minitidb.tidb.Asking.errorOf;
import static io.minitidb.tidb.Asking.one;
import static io.minitidb.tidb.Asking.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.minitidb.config.ConfigItem;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.session.Variable;
import io.minitidb.tidb.statement.GeneralLog;
import io.minitidb.tidb.statement.SlowLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What becomes of a server when an item of its configuration that is a variable changes while it
/// runs. Each variable that something reads needs an observation here.
@SuppressWarnings("NullAway.Init")
final class OnlineVariablesTest {
  private static final String REPEATED = "select 1 + 1 as repeated";

  @TempDir private Path directory;
  private Path log;
  private TestCluster cluster;
  private final Map<String, Observation> observations = new TreeMap<>();

  @FunctionalInterface
  private interface Observation {
    void make() throws Exception;
  }

  OnlineVariablesTest() {
    observations.put("sql_mode", this::sqlMode);
    observations.put("sql_select_limit", this::selectLimit);
    observations.put("max_error_count", this::maxErrorCount);
    observations.put("sql_notes", this::notes);
    observations.put("time_zone", this::timeZone);
    observations.put("max_execution_time", this::maxExecutionTime);
    observations.put("group_concat_max_len", this::groupConcatMaxLen);
    observations.put("cte_max_recursion_depth", this::cteMaxRecursionDepth);
    observations.put("wait_timeout", this::waitTimeout);
    observations.put("interactive_timeout", this::interactiveTimeout);
    observations.put("net_write_timeout", this::netWriteTimeout);
    observations.put("net_read_timeout", this::netReadTimeout);
    observations.put("default_authentication_plugin", this::defaultPlugin);
    observations.put("require_secure_transport", this::secureTransport);
    observations.put("max_allowed_packet", this::maxAllowedPacket);
    observations.put("connect_timeout", this::connectTimeout);
    observations.put("max_connections", this::maxConnections);
    observations.put("max_prepared_stmt_count", this::maxPrepared);
    observations.put("tidb_mem_quota_query", this::memQuota);
    observations.put("tidb_cluster_node_timeout", this::nodeTimeout);
    observations.put("tidb_cluster_strict", this::strict);
    observations.put("tidb_cluster_pushdown", this::pushdown);
    observations.put("tidb_profile_seconds", this::profileSeconds);
    observations.put("tidb_enable_slow_log", this::enableSlowLog);
    observations.put("tidb_slow_log_threshold", this::slowLogThreshold);
    observations.put("tidb_record_plan_in_slow_log", this::planInSlowLog);
    observations.put("tidb_query_log_max_len", this::queryLogMaxLen);
    observations.put("tidb_general_log", this::generalLog);
    observations.put("tidb_redact_log", this::redactLog);
    observations.put("tidb_plan_cache_size", this::planCacheSize);
    observations.put("tidb_enable_stmt_summary", this::enableSummary);
    observations.put("tidb_stmt_summary_internal_query", this::internalQueries);
    observations.put("tidb_stmt_summary_refresh_interval", this::refreshInterval);
    observations.put("tidb_stmt_summary_history_size", this::historySize);
    observations.put("tidb_stmt_summary_max_stmt_count", this::maxStatements);
    observations.put("tidb_stmt_summary_max_sql_length", this::maxSqlLength);
  }

  @BeforeEach
  void choosePath() {
    log = directory.resolve("tidb-slow.log");
  }

  @Test
  void everyVariableThatSomethingReadsHasAnObservation() {
    assertThat(observations.keySet())
        .isEqualTo(
            SystemVariables.all().stream()
                .filter(Variable::isRead)
                .map(Variable::name)
                .collect(Collectors.toSet()));
    assertThat(
            TidbConfig.load(Optional.empty(), Map.of()).items().values().stream()
                .filter(ConfigItem::online)
                .map(ConfigItem::key))
        .containsAll(observations.keySet().stream().map(name -> "variables." + name).toList());
  }

  @TestFactory
  Stream<DynamicTest> everyVariableHasItsEffectWhileTheServerRuns() {
    return observations.entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> observe(each.getValue())));
  }

  private void observe(Observation observation) throws Exception {
    Files.deleteIfExists(log);
    cluster =
        new TestCluster(
            Optional.empty(), Optional.of(SlowLog.open(log, new SlowLog.Rotation(1 << 20, 2))));
    cluster.add(NodeKind.TIDB);
    try {
      observation.make();
    } finally {
      cluster.close();
    }
  }

  /// Makes the server run with these variables, and all others as they were at its start.
  private void apply(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put("variables." + namesAndValues[i], namesAndValues[i + 1]);
    }
    assertThat(cluster.live().apply(cluster.live().revision() + 1, values).failure()).isEmpty();
  }

  /// Returns the first value of a query on a connection of its own, which begins with the values of
  /// the server.
  private String fresh(String query) throws SQLException {
    try (Connection connection = cluster.connect()) {
      return one(connection, query);
    }
  }

  private int failure(String query) throws SQLException {
    try (Connection connection = cluster.connect()) {
      return errorOf(connection, query);
    }
  }

  private void sqlMode() throws SQLException {
    assertThat(fresh("select 'a' || 'b'")).isEqualTo("0");
    apply("sql_mode", "PIPES_AS_CONCAT");
    assertThat(fresh("select 'a' || 'b'")).isEqualTo("ab");
  }

  private void selectLimit() throws SQLException {
    String query = "select count(*) from processlist union all select 1 union all select 2";
    apply("sql_select_limit", "2");
    try (Connection connection = cluster.connect()) {
      assertThat(ask(connection, query)).hasSize(2);
      assertThat(ask(connection, query + " limit 3")).hasSize(3);
    }
  }

  private void maxErrorCount() throws SQLException {
    apply("max_error_count", "1");
    try (Connection connection = cluster.connect()) {
      ask(connection, "select 1/0, '1x' + 1");
      assertThat(one(connection, "select @@warning_count")).isEqualTo("2");
      assertThat(ask(connection, "show warnings")).hasSize(1);
    }
  }

  private void notes() throws SQLException {
    String drop = "drop user if exists nobody";
    try (Connection connection = cluster.connect()) {
      run(connection, drop);
      assertThat(ask(connection, "show warnings")).hasSize(1);
    }
    apply("sql_notes", "OFF");
    try (Connection connection = cluster.connect()) {
      run(connection, drop);
      assertThat(ask(connection, "show warnings")).isEmpty();
    }
  }

  private void timeZone() throws SQLException {
    apply("time_zone", "+05:00");
    assertThat(fresh("select timestampdiff(hour, utc_timestamp(), now())")).isEqualTo("5");
    apply("time_zone", "-03:00");
    assertThat(fresh("select timestampdiff(hour, utc_timestamp(), now())")).isEqualTo("-3");
  }

  private void maxExecutionTime() throws Exception {
    cluster.addFrozen(NodeKind.TIKV);
    apply("max_execution_time", "50", "tidb_cluster_node_timeout", "600000");
    assertThat(failure("select count(*) from cluster_node_infos")).isEqualTo(3024);
  }

  private void groupConcatMaxLen() throws SQLException {
    apply("group_concat_max_len", "4");
    assertThat(fresh("select group_concat('abcdef')")).isEqualTo("abcd");
  }

  private void cteMaxRecursionDepth() throws SQLException {
    String query =
        "with recursive t as (select 1 n union all select n + 1 from t where n < 10) select max(n) from t";
    assertThat(fresh(query)).isEqualTo("10");
    apply("cte_max_recursion_depth", "5");
    assertThat(failure(query)).isEqualTo(3636);
  }

  private void waitTimeout() throws SQLException {
    try (Connection before = cluster.connect()) {
      apply("wait_timeout", "1");
      try (Connection idle = cluster.connect()) {
        String id = one(idle, "select connection_id()");
        await().until(() -> ask(before, "select 1 from processlist where id = " + id).isEmpty());
        assertThat(errorOf(idle, "select 1")).isEqualTo(4031);
      }
      assertThat(one(before, "select @@wait_timeout")).isEqualTo("28800");
    }
  }

  private void interactiveTimeout() throws SQLException {
    apply("interactive_timeout", "77");
    assertThat(fresh("select @@wait_timeout")).isEqualTo("28800");
    try (Connection typed = cluster.connect("&interactiveClient=true")) {
      assertThat(one(typed, "select @@wait_timeout")).isEqualTo("77");
    }
  }

  private void netWriteTimeout() throws SQLException {
    try (Connection before = cluster.connect()) {
      apply("net_write_timeout", "1", "cte_max_recursion_depth", "1000000");
      Connection lazy = cluster.connect();
      Statement statement = lazy.createStatement();
      statement.setFetchSize(1);
      String id = one(lazy, "select connection_id()");
      ResultSet rows =
          statement.executeQuery(
              "with recursive t as (select 1 n union all select n + 1 from t where n < 100000)"
                  + " select n, repeat('x', 1000) from t");
      assertThat(rows.next()).isTrue();
      await().until(() -> ask(before, "select 1 from processlist where id = " + id).isEmpty());
      assertThatThrownBy(
              () -> {
                while (rows.next()) {}
              })
          .isInstanceOf(SQLException.class);
      lazy.abort(Runnable::run);
    }
  }

  private void maxAllowedPacket() throws SQLException {
    String query = "select '" + "x".repeat(2000) + "'";
    try (Connection before = cluster.connect()) {
      apply("max_allowed_packet", "1024");
      assertThat(failure(query)).isEqualTo(1153);
      assertThat(one(before, query)).hasSize(2000);
    }
  }

  private void connectTimeout() throws IOException {
    apply("connect_timeout", "2");
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), cluster.port())) {
      silent.setSoTimeout(8000); // less than the default of connect_timeout
      assertThat(silent.getInputStream().readAllBytes()).isNotEmpty(); // the greeting, then the end
    }
  }

  private void netReadTimeout() throws IOException {
    apply("net_read_timeout", "1");
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), cluster.port())) {
      slow.setSoTimeout(8000); // less than the default of connect_timeout
      slow.getOutputStream().write(new byte[] {99, 0, 0, 1, 7});
      assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains("Got timeout reading communication packets");
    }
  }

  private void defaultPlugin() throws SQLException {
    apply("default_authentication_plugin", "caching_sha2_password");
    try (Connection connection = cluster.connect()) {
      run(connection, "create user sha2");
      assertThat(one(connection, "select plugin from mysql.user where user = 'sha2'"))
          .isEqualTo("caching_sha2_password");
      run(connection, "drop user sha2");
    }
  }

  private void secureTransport() throws SQLException {
    apply("require_secure_transport", "ON");
    assertThat(errorOf(() -> cluster.connect().close())).isEqualTo(3159);
    apply();
    cluster.connect().close();
  }

  private void maxConnections() throws SQLException {
    try (Connection only = cluster.connect()) {
      apply("max_connections", "1");
      assertThat(errorOf(() -> cluster.connect().close())).isEqualTo(1040);
      apply();
      cluster.connect().close();
      assertThat(one(only, "select @@max_connections")).isEqualTo("0");
    }
  }

  private void maxPrepared() throws SQLException {
    apply("max_prepared_stmt_count", "1");
    try (Connection connection = cluster.connect()) {
      run(connection, "prepare a from 'select 1'");
      assertThat(errorOf(connection, "prepare b from 'select 1'")).isEqualTo(1461);
    }
  }

  private void memQuota() throws SQLException {
    assertThat(fresh("select count(*) > 1 from columns a")).isEqualTo("1");
    apply("tidb_mem_quota_query", "1000");
    assertThat(failure("select * from columns order by 1")).isEqualTo(8175);
  }

  private void nodeTimeout() throws Exception {
    cluster.addFrozen(NodeKind.TIKV);
    apply("tidb_cluster_node_timeout", "1000", "max_execution_time", "1900");
    // With the default of 2 s the statement would end by its own limit.
    assertThat(fresh("select count(*) from cluster_node_infos")).isEqualTo("2");
  }

  private void strict() throws Exception {
    cluster.addDead(NodeKind.TIKV);
    assertThat(fresh("select count(*) from cluster_node_infos")).isEqualTo("2");
    apply("tidb_cluster_strict", "ON");
    assertThat(failure("select count(*) from cluster_node_infos")).isEqualTo(9002);
  }

  private void pushdown() throws SQLException {
    String query = "explain select id from cluster_node_infos where cpu > 0.1";
    try (Connection connection = cluster.connect()) {
      assertThat(String.join("\n", ask(connection, query))).contains("Selection_3|8000.00|cop[");
    }
    apply("tidb_cluster_pushdown", "OFF");
    try (Connection connection = cluster.connect()) {
      assertThat(String.join("\n", ask(connection, query))).doesNotContain("8000.00|cop[");
    }
  }

  private void profileSeconds() throws SQLException {
    apply("tidb_profile_seconds", "1");
    assertThat(fresh("select distinct seconds from cluster_profile where profile = 'cpu'"))
        .isEqualTo("1");
  }

  private boolean logged(String text) throws IOException {
    return Files.exists(log) && Files.readString(log).contains(text);
  }

  private void slowLogThreshold() throws SQLException {
    apply("tidb_slow_log_threshold", "0");
    fresh("select 'slow enough'");
    await().until(() -> logged("slow enough"));
    apply();
    fresh("select 'too fast'");
    apply("tidb_slow_log_threshold", "0");
    fresh("select 'the end'");
    await().until(() -> logged("the end"));
    assertThat(log).content().doesNotContain("too fast");
  }

  private void enableSlowLog() throws SQLException {
    apply("tidb_slow_log_threshold", "0", "tidb_enable_slow_log", "OFF");
    fresh("select 'not logged'");
    apply("tidb_slow_log_threshold", "0");
    fresh("select 'the end'");
    await().until(() -> logged("the end"));
    assertThat(log).content().doesNotContain("not logged");
  }

  private void planInSlowLog() throws SQLException {
    apply("tidb_slow_log_threshold", "0", "tidb_record_plan_in_slow_log", "OFF");
    fresh("select id from node_info");
    await().until(() -> logged("select id from node_info;"));
    assertThat(log).content().doesNotContain("# Plan:");
    apply("tidb_slow_log_threshold", "0");
    fresh("select id from node_info");
    await().until(() -> logged("# Plan: tidb_decode_plan("));
  }

  private void queryLogMaxLen() throws SQLException {
    apply("tidb_slow_log_threshold", "0", "tidb_query_log_max_len", "10");
    fresh("select 'too long for the log'");
    await().until(() -> logged("select 'to(len:29);"));
  }

  private void generalLog() throws SQLException {
    Logger logger = (Logger) LoggerFactory.getLogger(GeneralLog.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Level before = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    try {
      fresh("select 'unheard'");
      apply("tidb_general_log", "ON");
      assertThat(failure("select 'heard', from")).isEqualTo(1064);
      apply("tidb_general_log", "ON", "tidb_redact_log", "ON");
      fresh("select 'nobody reads this'");
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(before);
    }
    List<String> heard =
        lines.list.stream().map(event -> event.getKeyValuePairs().toString()).toList();
    assertThat(heard)
        .anySatisfy(line ->
            assertThat(line)
                .contains("user=\"root@127.0.0.1\"")
                .contains("currentDB=\"information_schema\"")
                .contains("sql=\"select 'heard', from\""))
        .anySatisfy(line -> assertThat(line).contains("sql=\"select ?\""))
        .noneSatisfy(line -> assertThat(line).contains("unheard"))
        .noneSatisfy(line -> assertThat(line).contains("nobody reads this"));
  }

  private void redactLog() throws SQLException {
    apply("tidb_slow_log_threshold", "0", "tidb_redact_log", "ON");
    fresh("select 'my secret' as hidden");
    await().until(() -> logged("select ? as `hidden`;"));
    assertThat(
            fresh(
                "select query_sample_text from statements_summary where digest_text like '%`hidden`'"))
        .isEqualTo("select ? as `hidden`");
    apply("tidb_slow_log_threshold", "0", "tidb_redact_log", "MARKER");
    fresh("select 'marked' as seen");
    await().until(() -> logged("select ‹marked› as `seen`;"));
    assertThat(log).content().doesNotContain("my secret").doesNotContain("# Plan:");
  }

  private void planCacheSize() throws SQLException {
    try (Connection connection = cluster.connect()) {
      ask(connection, REPEATED);
      ask(connection, REPEATED);
      assertThat(one(connection, "select @@last_plan_from_cache")).isEqualTo("1");
      apply("tidb_plan_cache_size", "0");
      ask(connection, REPEATED);
      ask(connection, REPEATED);
      assertThat(one(connection, "select @@last_plan_from_cache")).isEqualTo("0");
    }
  }

  private String summed(String columns, String alias) throws SQLException {
    return fresh(
        "select "
            + columns
            + " from statements_summary where digest_text like '%`"
            + alias
            + "`' and digest_text not like '%statements_summary%'");
  }

  private void enableSummary() throws SQLException {
    fresh("select 1 as seen");
    assertThat(summed("count(*)", "seen")).isEqualTo("1");
    apply("tidb_enable_stmt_summary", "OFF");
    fresh("select 1 as unseen");
    apply();
    assertThat(summed("count(*)", "seen")).isEqualTo("0");
    assertThat(summed("count(*)", "unseen")).isEqualTo("0");
  }

  private void internalQueries() throws SQLException {
    cluster.runInternally("select 1 as from_within");
    assertThat(summed("count(*)", "from_within")).isEqualTo("0");
    apply("tidb_stmt_summary_internal_query", "ON");
    cluster.runInternally("select 1 as from_within");
    assertThat(summed("sum(exec_count)", "from_within")).isEqualTo("1");
  }

  private void refreshInterval() throws SQLException {
    apply("tidb_stmt_summary_refresh_interval", "7200");
    fresh("select 1 as windowed");
    assertThat(summed("timestampdiff(second, summary_begin_time, summary_end_time)", "windowed"))
        .isEqualTo("7200");
  }

  private void historySize() throws SQLException {
    String windows =
        "select count(*) from statements_summary_history where digest_text = 'select ? as `kept`'";
    apply("tidb_stmt_summary_refresh_interval", "1");
    await()
        .until(() -> {
          fresh("select 1 as kept");
          return Integer.parseInt(fresh(windows)) > 1;
        });
    apply("tidb_stmt_summary_refresh_interval", "1", "tidb_stmt_summary_history_size", "1");
    assertThat(fresh(windows)).isEqualTo("1");
  }

  private void maxStatements() throws SQLException {
    apply(
        "tidb_stmt_summary_max_stmt_count", "1",
        "tidb_stmt_summary_refresh_interval", "2147483647");
    fresh("select 1 as a");
    fresh("select 1 as b");
    assertThat(fresh("select count(*) from statements_summary where digest is not null"))
        .isEqualTo("1");
    assertThat(fresh("select evicted_count > 0 from statements_summary_evicted")).isEqualTo("1");
  }

  private void maxSqlLength() throws SQLException {
    apply("tidb_stmt_summary_max_sql_length", "10");
    fresh("select 1 as shortened");
    assertThat(summed("query_sample_text", "shortened")).isEqualTo("select 1 a(len:21)");
  }
}

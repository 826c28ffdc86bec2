package io.minitidb.tidb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.node.NodeKind;
import io.minitidb.tidb.statement.SlowLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What statements leave behind, through the MySQL port.
final class StatementsTest {
  @TempDir private Path directory;
  private Path log;
  private TestCluster cluster;
  private Connection connection;

  @BeforeEach
  void start() throws IOException, SQLException {
    log = directory.resolve("tidb-slow.log");
    cluster =
        new TestCluster(
            Optional.empty(), Optional.of(SlowLog.open(log, new SlowLog.Rotation(1 << 20, 2))));
    cluster.add(NodeKind.TIDB);
    connection = cluster.connect();
    // A window that does not end while a test runs.
    run("set global tidb_stmt_summary_refresh_interval = 2147483647");
  }

  @AfterEach
  void stop() throws SQLException {
    connection.close();
    cluster.close();
  }

  private List<String> ask(String query) throws SQLException {
    return ask(connection, query);
  }

  private static List<String> ask(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.append(i == 1 ? "" : "|").append(result.getString(i));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  private void run(String statement) throws SQLException {
    try (Statement running = connection.createStatement()) {
      running.execute(statement);
    }
  }

  private List<String> summary(String columns, String digestText) throws SQLException {
    return ask(
        "select " + columns + " from statements_summary where digest_text = '" + digestText + "'");
  }

  @Test
  void aFanOutSaysWhatItsNodesDid() throws SQLException {
    run("select id from cluster_node_infos where cpu > 0.1");
    run("select id from cluster_node_infos where cpu > 0.0");
    assertThat(
            summary(
                "stmt_type, schema_name, table_names, sample_user, exec_count, sum_errors, sum_cop_task_num,"
                    + " max_result_rows, min_result_rows, prepared, plan_cache_hits, query_sample_text",
                "select `id` from `cluster_node_infos` where cpu > ?"))
        .containsExactly(
            "Select|information_schema|information_schema.cluster_node_infos|root|2|0|4|2|1|0|1|"
                + "select id from cluster_node_infos where cpu > 0.1");
    assertThat(
            summary(
                "sum_latency >= max_latency and max_latency >= min_latency and min_latency > 0,"
                    + " avg_parse_latency > 0, max_compile_latency > 0, max_mem > 0, avg_process_time > 0,"
                    + " max_cop_process_time > 0, max_process_time >= max_cop_process_time,"
                    + " max_cop_wait_address like '127.0.0.1:%', plan like '%TableReader%Selection%gt(cpu, %?%cluster_node_infos%',"
                    + " length(plan_digest)",
                "select `id` from `cluster_node_infos` where cpu > ?"))
        .containsExactly("1|1|1|1|1|1|1|1|1|64");
  }

  @Test
  void failedStatementsCountToo() throws SQLException {
    assertThatThrownBy(() -> run("select nothing_of_that_name from tables"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> run("select 'no end")).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> run("frobnicate 1")).isInstanceOf(SQLException.class);
    assertThat(
            ask(
                "select stmt_type, digest_text, exec_count, sum_errors, sum_warnings from statements_summary"
                    + " where sum_errors > 0 order by digest_text"))
        .containsExactly(
            "Other|`frobnicate` ?|1|1|1",
            "Other|select|1|1|1",
            "Select|select `nothing_of_that_name` from tables|1|1|1");
  }

  @Test
  void aKilledStatementCountsAndSoDoesOneWhoseClientWent() throws IOException, SQLException {
    cluster.addFrozen(NodeKind.TIKV);
    for (String kill : List.of("kill query ", "kill ")) {
      try (Connection victim = cluster.connect()) {
        try (Statement patient = victim.createStatement()) {
          patient.execute("set tidb_cluster_node_timeout = 600000");
        }
        String id = ask(victim, "select connection_id()").getFirst();
        CompletableFuture<Void> waiting =
            CompletableFuture.runAsync(() ->
                assertThatThrownBy(() -> ask(victim, "select count(*) from cluster_node_infos"))
                    .isInstanceOf(SQLException.class));
        Awaitility.await()
            .until(() ->
                !ask("select 1 from processlist where id = " + id + " and info like '%count%'")
                    .isEmpty());
        run(kill + id);
        waiting.join();
      }
    }
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(
                    summary(
                        "exec_count, sum_errors, max_result_rows",
                        "select count ( ? ) from `cluster_node_infos`"))
                .containsExactly("2|2|0"));
  }

  @Test
  void aRunningStatementHasItsDigestInTheProcessList() throws SQLException {
    assertThat(
            ask(
                "select p.digest = s.digest, p.mem >= 0, p.rows_affected, p.digest is null from processlist p"
                    + " left join statements_summary s on p.digest = s.digest where p.command = 'Query'"))
        .containsExactly("null|1|0|0");
    assertThat(ask("select length(digest), mem, disk from processlist where command = 'Query'"))
        .containsExactly("64|0|0");
  }

  @Test
  void aDigestIsNeverThatOfTheRowWithoutOne() throws SQLException { // tidb#26379
    run("set global tidb_stmt_summary_max_stmt_count = 2");
    for (String name : List.of("a", "b", "c", "d")) {
      run("select 1 as " + name);
    }
    String digest =
        ask("select digest from statements_summary where digest_text = 'select ? as `d`'")
            .getFirst();
    for (String where :
        List.of(
            "digest = '" + digest + "'",
            "digest in ('x', '" + digest + "')",
            "digest like '" + digest + "'")) {
      assertThat(ask("select digest_text, schema_name from statements_summary where " + where))
          .as(where)
          .hasSizeLessThanOrEqualTo(1)
          .doesNotContain("|null");
    }
    assertThat(ask("select count(*) from statements_summary where digest <> 'x'"))
        .containsExactly("2");
    assertThat(
            ask(
                "select schema_name, stmt_type, exec_count > 2, sum_latency > 0, avg_latency <= max_latency"
                    + " from statements_summary where digest is null"))
        .containsExactly("null||1|1|1");
    assertThat(ask("select evicted_count > 2 from statements_summary_evicted"))
        .containsExactly("1");
    assertThat(ask("select digest is null from statements_summary")).endsWith("1");
  }

  @Test
  void theVariablesHoldForAllConnectionsAtOnce() throws SQLException {
    try (Connection other = cluster.connect()) {
      run("set global tidb_slow_log_threshold = 77");
      assertThat(ask(other, "select @@tidb_slow_log_threshold, @@global.tidb_slow_log_threshold"))
          .containsExactly("77|77");
      run("set global tidb_slow_log_threshold = default");
      assertThat(ask(other, "show variables like 'tidb_slow_log_threshold'"))
          .containsExactly("tidb_slow_log_threshold|300");
    }
    run("set @@global.tidb_enable_stmt_summary = off");
    assertThat(ask("select count(*) from statements_summary_history")).containsExactly("0");
    run("set @@global.tidb_enable_stmt_summary = 1");
    run("select 1 as counted_again");
    assertThat(summary("exec_count", "select ? as `counted_again`")).containsExactly("1");
  }

  private List<String> logged(String statement) throws IOException {
    List<String> entry = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      if (line.startsWith("# Time: ")) {
        entry.clear();
      }
      entry.add(line);
      if (line.equals(statement)) {
        return entry;
      }
    }
    return List.of();
  }

  @Test
  void aSlowStatementIsLoggedWithItsPlan() throws SQLException, IOException {
    run("select 1 as fast");
    run("set global tidb_slow_log_threshold = 0");
    run("select id from cluster_node_infos where cpu > 0.11");
    Awaitility.await()
        .until(() -> !logged("select id from cluster_node_infos where cpu > 0.11;").isEmpty());
    List<String> entry = logged("select id from cluster_node_infos where cpu > 0.11;");
    assertThat(entry.stream().map(line -> line.replaceAll(":.*", "")))
        .containsSubsequence(
            "# Time",
            "# User@Host",
            "# Conn_ID",
            "# Query_time",
            "# Cop_time",
            "# DB",
            "# Digest",
            "# Num_cop_tasks",
            "# Cop_proc_avg",
            "# Cop_wait_avg",
            "# Mem_max",
            "# Result_rows",
            "# Succ",
            "# Plan",
            "# Plan_digest");
    assertThat(entry)
        .contains("# Num_cop_tasks: 2", "# Result_rows: 1", "# DB: information_schema");
    Matcher plan =
        Pattern.compile("# Plan: tidb_decode_plan\\('(.*)'\\)").matcher(String.join("\n", entry));
    assertThat(plan.find()).isTrue();
    assertThat(new String(Base64.getDecoder().decode(plan.group(1)), StandardCharsets.UTF_8))
        .startsWith("\tid\ttask\testRows\taccess object\toperator info\n\tTableReader\troot\t")
        .contains("table:cluster_node_infos");
    assertThat(Files.readString(log)).doesNotContain("fast");
    run("set global tidb_slow_log_threshold = -1");
    run("set global tidb_record_plan_in_slow_log = off");
    run("select 1 as not_logged");
    run("set global tidb_slow_log_threshold = 0");
    run("select id from node_info");
    Awaitility.await().until(() -> !logged("select id from node_info;").isEmpty());
    assertThat(logged("select id from node_info;")).noneMatch(line -> line.startsWith("# Plan:"));
    assertThat(Files.readString(log)).doesNotContain("not_logged");
  }
}

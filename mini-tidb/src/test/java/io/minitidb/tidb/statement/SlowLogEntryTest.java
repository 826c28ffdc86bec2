package io.minitidb.tidb.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SlowLogEntryTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static String entry(StatementRecord record, boolean use) {
    return SlowLogEntry.of(record, SlowLogSettings.DEFAULT, ZONE, use);
  }

  private static String last(String sql) {
    return entry(Records.of(sql), false).lines().reduce((first, second) -> second).orElseThrow();
  }

  @Test
  void hasTheLinesOfTidbInTheirOrder() {
    assertThat(entry(Records.of("select 1", Records.origin("root"), 1_527_627_037), true))
        .isEqualTo(
            """
            # Time: 2026-01-02T11:04:06.527627037+08:00
            # Txn_start_ts: 0
            # User@Host: root[root] @ 10.0.0.1 [10.0.0.1]
            # Conn_ID: 7
            # Query_time: 1.527627037
            # Parse_time: 0.152762703
            # Compile_time: 0.04582881
            # Rewrite_time: 0.01527627
            # Optimize_time: 0.03055254
            # Wait_TS: 0
            # DB: test
            # Is_internal: false
            # Digest: e1c71d1661ae46e09b7aaec1c390957f0d6260410df4e4bc71b9c8d681021471
            # Num_cop_tasks: 0
            # Mem_max: 3055254074
            # Prepared: false
            # Plan_from_cache: false
            # Plan_from_binding: false
            # Has_more_results: false
            # KV_total: 0
            # PD_total: 0
            # Backoff_total: 0
            # Write_sql_response_total: 0.305525407
            # Result_rows: 15276270
            # Succ: true
            # IsExplicitTxn: false
            # IsSyncStatsFailed: false
            # Resource_group: default
            use Test;
            select 1;
            """);
  }

  @Test
  void warningsAreJsonOnOneLine() {
    assertThat(entry(Records.failed("select x"), false))
        .contains(
            """
            # Warnings: [{"Level":"Error","Message":"Unknown \\"column\\"\\n'x'"}]
            # Succ: false
            """)
        .doesNotContain("\nuse ");
  }

  @Test
  void theStatementIsOneLineThatEndsWithASemicolon() {
    assertThat(last("select\n\t1\r\n;\n")).isEqualTo("select  1  ;");
    assertThat(last("select 1")).isEqualTo("select 1;");
    // A comment must not be taken for one of the entry's own lines.
    assertThat(last("# Time: now\nselect 1")).isEqualTo(" # Time: now select 1;");
  }

  @Test
  void aLongStatementIsCutAndSaysHowLongItWas() {
    assertThat(last("select '" + "x".repeat(5000) + "'"))
        .hasSize(4096 + "(len:5009);".length())
        .endsWith("x(len:5009);");
    StatementRecord record = Records.of("select '" + "x".repeat(5000) + "'");
    assertThat(
            SlowLogEntry.of(
                record, new SlowLogSettings(true, 0, true, 0, Redaction.NONE), ZONE, false))
        .doesNotContain("(len:");
    assertThat(StatementText.cut("ab\uD83D\uDE00", 3)).isEqualTo("ab(len:4)");
  }

  @Test
  void aCommitSaysWhatWasBeforeIt() {
    StatementRecord.Origin origin = Records.origin("root");
    StatementRecord.Origin behind =
        new StatementRecord.Origin(
            "root",
            "h",
            1,
            origin.database(),
            Optional.of(Records.text("update a\nset b = 1")),
            "utf8mb4",
            "utf8mb4_bin",
            false,
            false);
    assertThat(entry(Records.of("commit", behind, 1), false))
        .endsWith("# Prev_stmt: update a set b = 1\ncommit;\n");
  }

  @Test
  void theThresholdIsInMilliseconds() {
    StatementRecord slow = Records.of("select 1", Records.origin("root"), 300_000_000);
    StatementRecord fast = Records.of("select 1", Records.origin("root"), 299_999_999);
    assertThat(SlowLogSettings.DEFAULT.takes(slow)).isTrue();
    assertThat(SlowLogSettings.DEFAULT.takes(fast)).isFalse();
    assertThat(new SlowLogSettings(true, 0, true, 0, Redaction.NONE).takes(fast)).isTrue();
    assertThat(new SlowLogSettings(true, -1, true, 0, Redaction.NONE).takes(slow)).isFalse();
    assertThat(new SlowLogSettings(false, 0, true, 0, Redaction.NONE).takes(slow)).isFalse();
  }
}

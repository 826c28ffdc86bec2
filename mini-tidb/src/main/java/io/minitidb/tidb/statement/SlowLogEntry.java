package io.minitidb.tidb.statement;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.minitidb.tidb.exec.CallTimes;
import io.minitidb.tidb.statement.StatementRecord.Origin;
import io.minitidb.tidb.statement.StatementRecord.Outcome;
import io.minitidb.tidb.statement.StatementRecord.Times;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/// A statement as TiDB's slow log has it: lines `# key: value ...` in a fixed order, `use db;`, the
/// statement on one line. What no statement has here is left out where the format allows it. The
/// plan is Base64 of its text in UTF-8, within `tidb_decode_plan('')`.
final class SlowLogEntry {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final StringBuilder out = new StringBuilder(1024);
  private final StatementRecord record;
  private final SlowLogSettings settings;

  /// A warning as the log has it.
  @JsonPropertyOrder({"Level", "Message"})
  private record Said(
      @JsonProperty("Level") String level, @JsonProperty("Message") String message) {
    static Said of(StatementRecord.Warning warning) {
      return new Said(warning.level(), warning.message());
    }
  }

  private SlowLogEntry(StatementRecord record, SlowLogSettings settings) {
    this.record = record;
    this.settings = settings;
  }

  /// @param zone of the times
  /// @param use whether the current database is another one than that of the entry before
  static String of(StatementRecord record, SlowLogSettings settings, ZoneId zone, boolean use) {
    SlowLogEntry entry = new SlowLogEntry(record, settings);
    entry.who(zone);
    entry.times();
    entry.calls();
    entry.outcome();
    entry.plan();
    entry.line("Resource_group", "default");
    record
        .origin()
        .previous()
        .filter(text -> record.type().equals("Commit"))
        .ifPresent(text ->
            entry.line("Prev_stmt", oneLine(settings.redaction().shown(text), settings.longest())));
    if (use && record.origin().database().isPresent()) {
      entry.out.append("use ").append(record.origin().database().get()).append(";\n");
    }
    entry.statement();
    return entry.out.toString();
  }

  private void who(ZoneId zone) {
    Origin origin = record.origin();
    line("Time", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(record.end().atZone(zone)));
    line("Txn_start_ts", "0");
    line(
        "User@Host",
        "%s[%s] @ %s [%s]".formatted(origin.user(), origin.user(), origin.host(), origin.host()));
    line("Conn_ID", Long.toString(origin.connection()));
  }

  private void times() {
    Times times = record.times();
    line("Query_time", seconds(times.total()));
    line("Parse_time", seconds(times.parse()));
    line("Compile_time", seconds(times.compile()));
    line("Rewrite_time", seconds(times.rewrite()));
    line("Optimize_time", seconds(times.optimize()));
    line("Wait_TS", "0");
  }

  private void calls() {
    CallTimes calls = record.calls();
    CallTimes.Series worked = calls.worked();
    CallTimes.Series waited = calls.waited();
    if (calls.count() > 0) {
      out.append("# Cop_time: ").append(seconds(worked.sum() + waited.sum()));
      out.append(" Process_time: ").append(seconds(worked.sum()));
      out.append(" Wait_time: ").append(seconds(waited.sum()));
      out.append(" Request_count: ").append(calls.count()).append('\n');
    }
    record.origin().database().ifPresent(name -> line("DB", name.toLowerCase(Locale.ROOT)));
    line("Is_internal", Boolean.toString(record.origin().internal()));
    line("Digest", record.text().digest().hex());
    line("Num_cop_tasks", Integer.toString(calls.count()));
    if (calls.count() > 0) {
      series("Cop_proc", worked, calls.count());
      series("Cop_wait", waited, calls.count());
    }
    if (record.memory() > 0) {
      line("Mem_max", Long.toString(record.memory()));
    }
  }

  private void series(String name, CallTimes.Series series, int count) {
    out.append("# ").append(name).append("_avg: ").append(seconds(series.sum() / count));
    if (count > 1) {
      out.append(' ').append(name).append("_p90: ").append(seconds(series.p90()));
      out.append(' ').append(name).append("_max: ").append(seconds(series.max()));
    }
    out.append(' ').append(name).append("_addr: ").append(series.maxInstance()).append('\n');
  }

  private void outcome() {
    Outcome outcome = record.outcome();
    line("Prepared", Boolean.toString(record.origin().prepared()));
    line("Plan_from_cache", Boolean.toString(record.planFromCache()));
    line("Plan_from_binding", "false");
    line("Has_more_results", "false");
    CallTimes calls = record.calls();
    line("KV_total", seconds(calls.worked().sum() + calls.waited().sum()));
    line("PD_total", "0");
    line("Backoff_total", "0");
    line("Write_sql_response_total", seconds(record.times().response()));
    line("Result_rows", Long.toString(outcome.rows()));
    if (!outcome.warnings().isEmpty() && !settings.redaction().hides()) {
      line("Warnings", JSON.writeValueAsString(outcome.warnings().stream().map(Said::of).toList()));
    }
    line("Succ", Boolean.toString(outcome.failure().isEmpty()));
    line("IsExplicitTxn", "false");
    line("IsSyncStatsFailed", "false");
  }

  private void plan() {
    record
        .plan()
        .ifPresent(plan -> {
          if (settings.plan() && !settings.redaction().hides()) {
            byte[] text = plan.text().getBytes(StandardCharsets.UTF_8);
            line("Plan", "tidb_decode_plan('" + Base64.getEncoder().encodeToString(text) + "')");
          }
          line("Plan_digest", plan.digest().hex());
        });
  }

  private void statement() {
    String sql = oneLine(settings.redaction().shown(record.text()), settings.longest());
    // A statement that begins with a comment must not look like a line of the entry.
    out.append(sql.startsWith("#") ? " " : "").append(sql);
    out.append(sql.endsWith(";") ? "\n" : ";\n");
  }

  private static String oneLine(String sql, int longest) {
    String line = sql.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ').strip();
    return StatementText.cut(line, longest);
  }

  private void line(String key, String value) {
    out.append("# ").append(key).append(": ").append(value).append('\n');
  }

  private static String seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
  }
}

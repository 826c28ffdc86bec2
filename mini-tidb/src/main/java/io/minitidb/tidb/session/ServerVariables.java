package io.minitidb.tidb.session;

import static io.minitidb.tidb.session.Scope.GLOBAL;
import static io.minitidb.tidb.session.Variable.onOff;
import static io.minitidb.tidb.session.Variable.whole;
import static io.minitidb.tidb.session.Variable.words;

import java.util.List;

/// The variables that hold for the whole server: SET GLOBAL changes them for all sessions at once,
/// and no session has a value of its own. Thread-safe.
public final class ServerVariables {
  public static final String SLOW_LOG = "tidb_enable_slow_log";

  /// In milliseconds; -1 logs nothing.
  public static final String SLOW_LOG_THRESHOLD = "tidb_slow_log_threshold";

  public static final String SLOW_LOG_PLAN = "tidb_record_plan_in_slow_log";

  /// In characters; 0 is no limit.
  public static final String QUERY_LOG_MAX_LEN = "tidb_query_log_max_len";

  public static final String GENERAL_LOG = "tidb_general_log";

  /// `OFF`, `ON` or `MARKER`.
  public static final String REDACT_LOG = "tidb_redact_log";

  /// How many plans are kept.
  public static final String PLAN_CACHE = "tidb_plan_cache_size";

  public static final String SUMMARY = "tidb_enable_stmt_summary";
  public static final String SUMMARY_INTERNAL = "tidb_stmt_summary_internal_query";

  /// In seconds.
  public static final String SUMMARY_INTERVAL = "tidb_stmt_summary_refresh_interval";

  public static final String SUMMARY_HISTORY = "tidb_stmt_summary_history_size";
  public static final String SUMMARY_STATEMENTS = "tidb_stmt_summary_max_stmt_count";
  public static final String SUMMARY_SQL_LENGTH = "tidb_stmt_summary_max_sql_length";

  /// 0 is as many as there is memory for.
  public static final String MAX_CONNECTIONS = "max_connections";

  /// In seconds.
  public static final String CONNECT_TIMEOUT = "connect_timeout";

  public static final String SECURE_TRANSPORT = "require_secure_transport";
  public static final String MAX_PREPARED = "max_prepared_stmt_count";

  /// Those that MySQL does not have.
  static final List<Variable> ALL =
      List.of(
          onOff(GLOBAL, SLOW_LOG, true, "Whether slow statements are logged."),
          whole(
              GLOBAL,
              SLOW_LOG_THRESHOLD,
              300,
              -1,
              Long.MAX_VALUE,
              "ms",
              "From how long on a statement is slow; 0 logs all, -1 none."),
          onOff(GLOBAL, SLOW_LOG_PLAN, true, "Whether the slow log has the plans of statements."),
          whole(
              GLOBAL,
              QUERY_LOG_MAX_LEN,
              4096,
              0,
              1 << 30,
              "characters",
              "Where a statement is cut in logs; 0 is no limit."),
          onOff(
              GLOBAL,
              GENERAL_LOG,
              false,
              "Whether each statement is logged when it begins, at level info."),
          words(
              GLOBAL,
              REDACT_LOG,
              "OFF",
              List.of("OFF", "ON", "MARKER"),
              "Whether the values in statements are left out (ON) or put between marks (MARKER) in"
                  + " logs and in the statement summary."),
          whole(
              GLOBAL,
              PLAN_CACHE,
              512,
              0,
              100_000,
              "",
              "How many plans are kept for statements that come again."),
          onOff(GLOBAL, SUMMARY, true, "Whether statements are summed; OFF forgets what there is."),
          onOff(
              GLOBAL,
              SUMMARY_INTERNAL,
              false,
              "Whether statements that no client asked for are summed."),
          whole(
              GLOBAL,
              SUMMARY_INTERVAL,
              1800,
              1,
              Integer.MAX_VALUE,
              "s",
              "How long a window of the statement summary is."),
          whole(
              GLOBAL, SUMMARY_HISTORY, 24, 0, 255, "", "How many windows of a statement are kept."),
          whole(
              GLOBAL,
              SUMMARY_STATEMENTS,
              3000,
              1,
              32767,
              "",
              "How many statements are summed; those that ran last stay."),
          whole(
              GLOBAL,
              SUMMARY_SQL_LENGTH,
              4096,
              0,
              Integer.MAX_VALUE,
              "characters",
              "Where a statement is cut in the statement summary; 0 is no limit."));

  private final GlobalVariables values;

  ServerVariables(GlobalVariables values) {
    this.values = values;
  }

  /// Returns the value of a number.
  public long number(String name) {
    return Long.parseLong(text(name));
  }

  public boolean flag(String name) {
    return text(name).equals("ON");
  }

  public String text(String name) {
    return values.value(SystemVariables.known(name));
  }

  /// Runs `follower` now and after each change, on the thread that changes.
  public void follow(Runnable follower) {
    values.follow(follower);
  }
}

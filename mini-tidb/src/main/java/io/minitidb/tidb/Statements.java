package io.minitidb.tidb;

import io.minitidb.tidb.digest.Digests;
import io.minitidb.tidb.session.ServerVariables;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.sql.Normalizer;
import io.minitidb.tidb.statement.GeneralLog;
import io.minitidb.tidb.statement.Redaction;
import io.minitidb.tidb.statement.SlowLog;
import io.minitidb.tidb.statement.SlowLogSettings;
import io.minitidb.tidb.statement.StatementListener;
import io.minitidb.tidb.statement.StatementRecorder;
import io.minitidb.tidb.statement.StatementSummary;
import io.minitidb.tidb.statement.SummarySettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What this server does with its statements when they have ended, as the variables of the server
/// want it.
///
/// @param summary for the tables
/// @param recorder takes the statements
public record Statements(StatementSummary summary, StatementRecorder recorder) {

  /// Follows the variables from now on.
  ///
  /// @param slowLog empty where slow statements are not logged
  /// @param sessions count their slow statements
  public static Statements follow(
      ServerVariables variables, Optional<SlowLog> slowLog, SessionRegistry sessions) {
    StatementSummary summary = new StatementSummary(InstantSource.system());
    variables.follow(() -> summary.configure(summary(variables)));
    slowLog.ifPresent(log -> variables.follow(() -> log.configure(slowLog(variables))));
    GeneralLog general = new GeneralLog();
    variables.follow(() -> general.configure(generalLog(variables)));
    List<StatementListener> listeners = new ArrayList<>(List.of(general, summary));
    listeners.add(new SlowCount(variables, sessions));
    slowLog.ifPresent(listeners::add);
    Digests digests =
        new Digests((sql, mode) -> Normalizer.normalize(sql, mode, Normalizer.Form.DIGEST));
    return new Statements(summary, new StatementRecorder(digests, listeners));
  }

  private static SummarySettings summary(ServerVariables variables) {
    return new SummarySettings(
        variables.flag(ServerVariables.SUMMARY),
        variables.flag(ServerVariables.SUMMARY_INTERNAL),
        Duration.ofSeconds(variables.number(ServerVariables.SUMMARY_INTERVAL)),
        (int) variables.number(ServerVariables.SUMMARY_HISTORY),
        (int) variables.number(ServerVariables.SUMMARY_STATEMENTS),
        (int) variables.number(ServerVariables.SUMMARY_SQL_LENGTH),
        redaction(variables));
  }

  private static SlowLogSettings slowLog(ServerVariables variables) {
    return new SlowLogSettings(
        variables.flag(ServerVariables.SLOW_LOG),
        variables.number(ServerVariables.SLOW_LOG_THRESHOLD),
        variables.flag(ServerVariables.SLOW_LOG_PLAN),
        (int) variables.number(ServerVariables.QUERY_LOG_MAX_LEN),
        redaction(variables));
  }

  private static GeneralLog.Settings generalLog(ServerVariables variables) {
    return new GeneralLog.Settings(
        variables.flag(ServerVariables.GENERAL_LOG),
        redaction(variables),
        (int) variables.number(ServerVariables.QUERY_LOG_MAX_LEN));
  }

  private static Redaction redaction(ServerVariables variables) {
    return Redaction.of(
        variables.text(ServerVariables.REDACT_LOG),
        (sql, mode) -> Normalizer.normalize(sql, mode, Normalizer.Form.MARKED));
  }
}

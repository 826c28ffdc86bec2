package io.minitidb.tidb;

import io.minitidb.tidb.session.Counters.Event;
import io.minitidb.tidb.session.ServerVariables;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.statement.StatementListener;
import io.minitidb.tidb.statement.StatementRecord;

/// Counts statements that took as long as the slow log's threshold says, or longer, for their
/// connections; whether they are logged does not matter, as in MySQL.
final class SlowCount implements StatementListener {
  private static final long MILLI = 1_000_000;

  private final SessionRegistry sessions;
  private volatile long threshold;

  SlowCount(ServerVariables variables, SessionRegistry sessions) {
    this.sessions = sessions;
    variables.follow(() -> threshold = variables.number(ServerVariables.SLOW_LOG_THRESHOLD));
  }

  @Override
  public void ended(StatementRecord record) {
    long least = threshold;
    if (least >= 0 && record.times().total() / MILLI >= least) {
      sessions
          .find(record.origin().connection())
          .ifPresent(session -> session.counters().count(Event.SLOW_QUERIES));
    }
  }
}

package io.minitidb.tidb.mysql;

import io.minitidb.tidb.session.SessionRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// Counts for COM_STATISTICS and the status page.
public final class ServerStatus {
  private final Instant start = Instant.now();
  private final LongAdder questions = new LongAdder();
  private final SessionRegistry sessions;

  public ServerStatus(SessionRegistry sessions) {
    this.sessions = sessions;
  }

  void question() {
    questions.increment();
  }

  public int connections() {
    return sessions.count();
  }

  /// Returns the one line that mysqladmin and the command line's `\s` show; two blanks stand
  /// between its parts.
  String line() {
    long uptime = Math.max(1, Duration.between(start, Instant.now()).toSeconds());
    return String.format(
        Locale.ROOT,
        "Uptime: %d  Threads: %d  Questions: %d  Slow queries: 0  Opens: 0  Flush tables: 0  Open tables: 0  "
            + "Queries per second avg: %.3f",
        uptime,
        connections(),
        questions.sum(),
        (double) questions.sum() / uptime);
  }
}

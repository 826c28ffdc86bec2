package io.minitidb.tidb.statement;

import io.minitidb.tidb.digest.Digests;
import io.minitidb.tidb.digest.SqlMode;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the record of each statement of this server and hands it on. Thread-safe.
public final class StatementRecorder {
  private static final Logger log = LoggerFactory.getLogger(StatementRecorder.class);

  private final Digests digests;
  private final List<StatementListener> listeners;

  public StatementRecorder(Digests digests, List<StatementListener> listeners) {
    this.digests = digests;
    this.listeners = List.copyOf(listeners);
  }

  /// Notes that a statement begins.
  ///
  /// @param mode by which the session reads it
  /// @param begin when it did, on the scale of [System#nanoTime()]
  public StatementRun begin(String sql, SqlMode mode, StatementRecord.Origin origin, long begin) {
    StatementText text = new StatementText(sql, mode, digests);
    tell(listener -> listener.begins(text, origin));
    return new StatementRun(text, origin, begin);
  }

  /// Tells all listeners. One that fails costs the others nothing, nor the client.
  public void ended(StatementRecord statement) {
    tell(listener -> listener.ended(statement));
  }

  private void tell(Consumer<StatementListener> what) {
    for (StatementListener listener : listeners) {
      try {
        what.accept(listener);
      } catch (RuntimeException e) {
        log.error("a statement could not be recorded", e);
      }
    }
  }
}

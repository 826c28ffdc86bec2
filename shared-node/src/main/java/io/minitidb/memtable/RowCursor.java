package io.minitidb.memtable;

import java.util.OptionalLong;

/// A stream of rows in bounded memory. Not thread-safe. The row may be the same object each time,
/// with other contents.
public interface RowCursor<R> extends AutoCloseable {

  /// What there is after one step.
  enum Step {
    ROW,
    /// No row yet, after some milliseconds of work: whoever waits can look at the clock.
    PAUSE,
    END
  }

  /// Goes on to the next row.
  Step next();

  /// Returns the row that [#next()] went to; valid until it is called again.
  R row();

  /// Returns, of rows in the order that was wanted, a moment in microseconds since the epoch behind
  /// which all rows to come lie: none of them is later when the newest come first, none is earlier
  /// when the oldest do. Empty when nothing can be said.
  default OptionalLong frontier() {
    return OptionalLong.empty();
  }

  @Override
  default void close() {}
}

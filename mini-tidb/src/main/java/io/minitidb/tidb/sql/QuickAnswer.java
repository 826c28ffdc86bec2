package io.minitidb.tidb.sql;

import io.minitidb.tidb.result.Result;
import java.util.function.Supplier;

/// A statement that was read and can be answered at once, see [SqlEngine#quick].
///
/// @param begin when reading it began, on the scale of [System#nanoTime()]
/// @param statement runs it, once
public record QuickAnswer(String sql, long begin, Supplier<Result> statement) {

  public Result run() {
    return statement.get();
  }
}

package io.minitidb.memtable;

import java.util.List;
import java.util.function.Function;

/// Where the rows of a table come from.
public sealed interface RowSource<R> {

  /// All rows at once, from what the node has in memory.
  record Listed<R>(Function<ScanContext, List<R>> rows) implements RowSource<R> {}

  /// Rows that come one after the other, and only as far as somebody reads.
  record Streamed<R>(Opening<R> opening) implements RowSource<R> {}

  /// Opens a stream of rows; nothing need be read before its first row is asked for.
  @FunctionalInterface
  interface Opening<R> {
    RowCursor<R> open(ScanContext context, Wanted wanted);
  }
}

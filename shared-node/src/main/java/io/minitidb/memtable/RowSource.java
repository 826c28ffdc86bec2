package io.minitidb.memtable;

import io.minitidb.cop.expr.EvalException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// Where the rows of a table come from.
public sealed interface RowSource<R> {

  /// All rows at once, from what the node has in memory.
  record Listed<R>(Function<ScanContext, List<R>> rows) implements RowSource<R> {}

  /// Rows that come one after the other, and only as far as somebody reads.
  record Streamed<R>(Opening<R> opening) implements RowSource<R> {}

  /// The history that a store keeps of another table; the columns of this one are made of it.
  ///
  /// @param cells what each column shows
  record Kept<R>(KeptTable table, List<HistoryTable.Cell> cells) implements RowSource<R> {
    public Kept {
      cells = List.copyOf(cells);
    }
  }

  /// Opens a stream of rows; nothing need be read before its first row is asked for.
  @FunctionalInterface
  interface Opening<R> {
    RowCursor<R> open(ScanContext context, Wanted wanted);

    /// Returns how long the rows may let wait before they are there, however fast the node is. Who
    /// asks a node for them has so much more patience. Called on the node that asks.
    ///
    /// @throws EvalException when the table cannot do what is wanted
    default Duration waits(ScanContext context, Wanted wanted) {
      return Duration.ZERO;
    }
  }
}

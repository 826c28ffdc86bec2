package io.minitidb.memtable;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.exec.ScanCounts;
import io.minitidb.node.NodeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// The history that a store keeps, of itself and of others. A source of facts for tables.
public interface HistorySource {

  /// Opens a reading of `table`; it sees the store as it is at this moment.
  ///
  /// @param columns of the kept ones, by their positions
  Reading open(KeptTable table, List<Integer> columns, Wish wish);

  /// Returns what the store has of each node.
  List<Copy> copies();

  /// What is wanted; like [Wanted] a hint but for `origins` and `shares`.
  ///
  /// @param clock whether the times of the rows are wanted
  /// @param shares what is to be answered, empty for all
  /// @param numbers between which values some of the kept columns are wanted, by their positions
  record Wish(
      TimeRanges times,
      boolean clock,
      Wanted.Order order,
      Predicate<NodeInfo> origins,
      Optional<HistoryShares> shares,
      Map<Integer, NumberRange> numbers) {
    public Wish {
      numbers = Map.copyOf(numbers);
    }

    /// Any values are wanted.
    public Wish(
        TimeRanges times,
        boolean clock,
        Wanted.Order order,
        Predicate<NodeInfo> origins,
        Optional<HistoryShares> shares) {
      this(times, clock, order, origins, shares, Map.of());
    }
  }

  /// Ticks of one run of one node, none missing between the first and the last.
  ///
  /// @param origin the number that the store has given to the node's run
  /// @param from the first moment in microseconds since the epoch
  /// @param to the last one
  record Copy(int origin, NodeInfo node, long from, long to) {}

  /// Rows of one node.
  ///
  /// @param times when each row was sampled by the node's clock, in microseconds since the epoch;
  ///   none when they are not wanted
  /// @param columns those that were asked for
  record KeptRows(NodeInfo node, int rows, long[] times, List<Vector> columns) {}

  /// A stream of rows in bounded memory. Not thread-safe.
  interface Reading extends AutoCloseable {
    /// Returns the next rows, none when they have ended.
    Optional<KeptRows> next();

    /// As [RowCursor#frontier()].
    OptionalLong frontier();

    /// Returns what has been read so far.
    ScanCounts scanned();

    @Override
    void close();
  }
}

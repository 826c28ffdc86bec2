package io.minitidb.cop.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// Calls over one window: rows of equal `partition` values, in `order`.
public record WindowSpec(
    List<Expr> partition, List<SortKey> order, Frame frame, List<WindowCall> calls) {
  public WindowSpec {
    partition = List.copyOf(partition);
    order = List.copyOf(order);
    calls = List.copyOf(calls);
  }

  /// Which rows of the partition a call sees. A bound is an offset from the current row, negative
  /// before it, empty when there is no bound.
  ///
  /// @param rows whether offsets count rows; otherwise they are added to the only sort key (times:
  ///   microseconds), and 0 means all rows that are equal by the order
  public record Frame(boolean rows, Optional<BigDecimal> from, Optional<BigDecimal> to) {}

  /// A column that the window adds.
  public sealed interface WindowCall {
    Type type();
  }

  /// A function of the row's place, or of one other row.
  public record Placed(Function function, List<Expr> args, Type type) implements WindowCall {
    public Placed {
      args = List.copyOf(args);
    }
  }

  /// An aggregate of the frame.
  public record Aggregated(AggCall call) implements WindowCall {
    @Override
    public Type type() {
      return call.type();
    }
  }

  /// MySQL's window functions that are no aggregates.
  public enum Function {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    NTILE,
    LAG,
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    NTH_VALUE
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// What MySQL says of a RANGE frame whose bounds do not fit its ORDER BY.
final class RangeErrors extends SqlBasicVisitor<@Nullable Void> {
  private String name = WindowChecks.UNNAMED;
  private boolean interval;

  private RangeErrors() {}

  /// @param query which has such a frame
  static SqlException order(SqlNode query) {
    return WindowFrames.wrong(
        SqlError.RANGE_ORDER,
        of(query).name,
        " with RANGE N PRECEDING/FOLLOWING frame requires exactly one ORDER BY expression, of"
            + " numeric or temporal type");
  }

  /// @param query with an interval beside a number, or a number beside a time
  static SqlException bound(SqlNode query) {
    RangeErrors frame = of(query);
    return frame.interval
        ? WindowFrames.wrong(
            SqlError.RANGE_OF_NUMBER,
            frame.name,
            " with RANGE frame has ORDER BY expression of numeric type, INTERVAL bound value not"
                + " allowed.")
        : WindowFrames.wrong(
            SqlError.RANGE_OF_TIME,
            frame.name,
            " with RANGE frame has ORDER BY expression of datetime type. Only INTERVAL bound value"
                + " allowed.");
  }

  private static RangeErrors of(SqlNode query) {
    RangeErrors found = new RangeErrors();
    query.accept(found);
    return found;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlWindow window && !window.isRows()) {
      boolean lower = shifts(window.getLowerBound());
      boolean upper = shifts(window.getUpperBound());
      if (lower || upper) {
        name = WindowChecks.name(window);
      }
    }
    return super.visit(call);
  }

  private boolean shifts(@Nullable SqlNode bound) {
    if (!(bound instanceof SqlCall call) || call.operandCount() == 0) {
      return false;
    }
    interval =
        call.operand(0) instanceof SqlCall distance
            && CallChecks.name(distance).equals(MysqlSyntax.INTERVAL);
    return true;
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/// Refuses frames that can have no rows, bounds that count none, and positions in place of sort
/// keys.
final class WindowFrames {
  /// The bounds in the order of the rows that they are at.
  private enum Bound {
    FIRST,
    BEFORE,
    CURRENT,
    BEHIND,
    LAST
  }

  private WindowFrames() {}

  /// @param name of the window, for errors
  static void check(SqlWindow window, String name) {
    boolean positions =
        Stream.concat(window.getPartitionList().stream(), window.getOrderList().stream())
            .map(Objects::requireNonNull)
            .anyMatch(
                key -> CallForm.number(unordered(key)).filter(n -> n.signum() >= 0).isPresent());
    if (positions) {
      throw wrong(
          SqlError.WINDOW_POSITION,
          name,
          ": ORDER BY or PARTITION BY uses legacy position indication which is not supported, use"
              + " expression.");
    }
    Optional<Bound> from = bound(window.getLowerBound());
    Optional<Bound> to = bound(window.getUpperBound());
    if (from.filter(bound -> bound == Bound.LAST).isPresent()) {
      throw wrong(SqlError.FRAME_START, name, ": frame start cannot be UNBOUNDED FOLLOWING.");
    }
    if (to.filter(bound -> bound == Bound.FIRST).isPresent()) {
      throw wrong(SqlError.FRAME_END, name, ": frame end cannot be UNBOUNDED PRECEDING.");
    }
    if (from.isPresent() && to.isPresent() && from.get().compareTo(to.get()) > 0) {
      throw illegal(name);
    }
    distance(window, window.getLowerBound(), name);
    distance(window, window.getUpperBound(), name);
  }

  private static SqlNode unordered(SqlNode key) {
    return key.getKind() == SqlKind.DESCENDING ? ((SqlCall) key).operand(0) : key;
  }

  private static Optional<Bound> bound(@Nullable SqlNode node) {
    if (node == null) {
      return Optional.empty();
    }
    if (SqlWindow.isUnboundedPreceding(node)) {
      return Optional.of(Bound.FIRST);
    }
    if (SqlWindow.isUnboundedFollowing(node)) {
      return Optional.of(Bound.LAST);
    }
    if (SqlWindow.isCurrentRow(node)) {
      return Optional.of(Bound.CURRENT);
    }
    return Optional.of(node.getKind() == SqlKind.PRECEDING ? Bound.BEFORE : Bound.BEHIND);
  }

  /// Of a bound that counts rows or is an interval.
  private static void distance(SqlWindow window, @Nullable SqlNode bound, String name) {
    if (!(bound instanceof SqlCall call) || call.operandCount() == 0) {
      return;
    }
    SqlNode distance = CallForm.written(call.operand(0));
    if (window.isRows()
        && distance instanceof SqlCall interval
        && CallChecks.name(interval).equals(MysqlSyntax.INTERVAL)) {
      throw wrong(SqlError.ROWS_INTERVAL, name, ": INTERVAL can only be used with RANGE frames.");
    }
    boolean literal = distance instanceof SqlLiteral;
    boolean negative = distance.getKind() == SqlKind.MINUS_PREFIX;
    boolean counts = CallForm.number(distance).filter(number -> number.signum() >= 0).isPresent();
    if (window.isRows() && (negative || literal && !counts)) {
      throw illegal(name);
    }
    if (readsColumns(distance)) {
      throw notConstant(name);
    }
  }

  private static boolean readsColumns(SqlNode node) {
    try {
      node.accept(
          new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier id) {
              throw Util.FoundOne.NULL;
            }
          });
      return false;
    } catch (Util.FoundOne e) {
      Util.swallow(e, null);
      return true;
    }
  }

  static SqlException illegal(String name) {
    return wrong(
        SqlError.WINDOW_FRAME,
        name,
        ": frame start or end is negative, NULL or of non-integral type");
  }

  static SqlException notConstant(String name) {
    return wrong(SqlError.FRAME_NOT_CONSTANT, name, " has a non-constant frame bound.");
  }

  /// Returns an error about the window `name`.
  ///
  /// @param what follows the name
  static SqlException wrong(SqlError error, String name, String what) {
    return new SqlException(error, "Window '" + name + "'" + what);
  }
}

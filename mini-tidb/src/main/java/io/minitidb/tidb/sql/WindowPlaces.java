package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Refuses window functions outside of the select list and ORDER BY, within each other, and HAVING
/// that reads one by its alias.
final class WindowPlaces extends SqlBasicVisitor<@Nullable Void> {
  @Override
  public @Nullable Void visit(SqlCall call) {
    switch (call) {
      case SqlSelect select -> {
        none(select.getWhere());
        none(select.getGroup());
        having(select);
      }
      case SqlJoin join -> none(join.getCondition());
      case SqlWindow window -> {
        refuse(window.getPartitionList(), nested(window));
        refuse(window.getOrderList(), nested(window));
      }
      case SqlCall over when over.getKind() == SqlKind.OVER ->
          none(CallChecks.function(over) instanceof SqlCall function ? function : null);
      case SqlCall function
          when CallForm.of(CallChecks.name(function)).filter(CallForm::isAggregate).isPresent() ->
          none(function);
      default -> {}
    }
    return super.visit(call);
  }

  private static void none(@Nullable SqlNode node) {
    if (node != null) {
      refuse(node, null);
    }
  }

  /// @param error to raise where there is a window function, null for the one that names it
  private static void refuse(SqlNode node, @Nullable SqlException error) {
    node.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call.getKind() == SqlKind.OVER) {
              throw error == null ? misplaced(call) : error;
            }
            return call instanceof SqlSelect ? null : super.visit(call);
          }
        });
  }

  private static SqlException nested(SqlWindow window) {
    return new SqlException(
        SqlError.NESTED_WINDOW,
        "You cannot nest a window function in the specification of window '"
            + WindowChecks.name(window)
            + "'.");
  }

  /// The words are MySQL's, with their odd quote.
  private static SqlException misplaced(SqlCall over) {
    String name =
        CallChecks.function(over) instanceof SqlCall function ? CallChecks.name(function) : "";
    return new SqlException(
        SqlError.WINDOW_FUNCTION_PLACE,
        "You cannot use the window function '" + name + "' in this context.'");
  }

  private static void having(SqlSelect select) {
    SqlNode having = select.getHaving();
    if (having == null) {
      return;
    }
    none(having);
    Set<String> windowed =
        select.getSelectList().stream()
            .map(Objects::requireNonNull)
            .filter(item -> item.getKind() == SqlKind.AS)
            .map(SqlCall.class::cast)
            .filter(item -> isWindowed(item.operand(0)))
            .map(item -> item.<SqlIdentifier>operand(1).getSimple().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    having.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlIdentifier name) {
            if (name.isSimple() && windowed.contains(name.getSimple().toLowerCase(Locale.ROOT))) {
              throw new SqlException(
                  SqlError.WINDOW_ALIAS_PLACE,
                  "You cannot use the alias '"
                      + name.getSimple()
                      + "' of an expression containing a window function in this context.'");
            }
            return null;
          }

          @Override
          public @Nullable Void visit(SqlCall call) {
            return call instanceof SqlSelect ? null : super.visit(call);
          }
        });
  }

  private static boolean isWindowed(SqlNode node) {
    try {
      none(node);
      return false;
    } catch (SqlException e) {
      return true;
    }
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Refuses windows that contradict those that they name, and names of none.
final class WindowChecks extends SqlBasicVisitor<@Nullable Void> {
  static final String UNNAMED = "<unnamed window>";

  /// Those of the query around the current place, by their names in lower case.
  private Map<String, SqlWindow> named = Map.of();

  @Override
  public @Nullable Void visit(SqlCall call) {
    Map<String, SqlWindow> outer = named;
    switch (call) {
      case SqlOrderBy ordered when ordered.query instanceof SqlSelect select ->
          named = named(select);
      case SqlSelect select -> named = named(select);
      case SqlWindow window -> {
        WindowFrames.check(window, name(window));
        inherits(window);
      }
      case SqlCall over
          when over.getKind() == SqlKind.OVER && over.operand(1) instanceof SqlIdentifier name ->
          find(name);
      default -> {}
    }
    super.visit(call);
    named = outer;
    return null;
  }

  /// Returns the name that errors say of a window.
  static String name(SqlWindow window) {
    SqlIdentifier name = window.getDeclName();
    return name == null ? UNNAMED : name.getSimple();
  }

  private static Map<String, SqlWindow> named(SqlSelect select) {
    Map<String, SqlWindow> windows = new HashMap<>();
    for (SqlNode node : select.getWindowList()) {
      SqlWindow window = (SqlWindow) node;
      if (windows.put(name(window).toLowerCase(Locale.ROOT), window) != null) {
        throw wrong(SqlError.DUPLICATE_WINDOW, "Window '" + name(window) + "' is defined twice.");
      }
    }
    return windows;
  }

  private SqlWindow find(SqlIdentifier name) {
    SqlWindow window = named.get(name.getSimple().toLowerCase(Locale.ROOT));
    if (window == null) {
      throw wrong(
          SqlError.NO_SUCH_WINDOW, "Window name '" + name.getSimple() + "' is not defined.");
    }
    return window;
  }

  private void inherits(SqlWindow window) {
    SqlIdentifier base = window.getRefName();
    if (base == null) {
      return;
    }
    Set<SqlWindow> seen = new HashSet<>();
    for (SqlIdentifier next = base; next != null; next = find(next).getRefName()) {
      if (!seen.add(find(next))) {
        throw wrong(
            SqlError.CIRCULAR_WINDOWS, "There is a circularity in the window dependency graph.");
      }
    }
    SqlWindow parent = find(base);
    if (!window.getPartitionList().isEmpty()) {
      throw wrong(
          SqlError.CHILD_PARTITIONING,
          "A window which depends on another cannot define partitioning.");
    }
    if (parent.getLowerBound() != null || parent.getUpperBound() != null) {
      throw wrong(
          SqlError.INHERITED_FRAME,
          "Window '"
              + name(parent)
              + "' has a frame definition, so cannot be referenced by another window.");
    }
    if (!window.getOrderList().isEmpty() && !parent.getOrderList().isEmpty()) {
      throw wrong(
          SqlError.REDEFINED_ORDER,
          "Window '"
              + name(window)
              + "' cannot inherit '"
              + name(parent)
              + "' since both contain an ORDER BY clause.");
    }
  }

  private static SqlException wrong(SqlError error, String message) {
    return new SqlException(error, message);
  }
}

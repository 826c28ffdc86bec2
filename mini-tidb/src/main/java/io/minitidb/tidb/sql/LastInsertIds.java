package io.minitidb.tidb.sql;

import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// `SELECT LAST_INSERT_ID(x), LAST_INSERT_ID()` shows what it has just set, in each row. Columns
/// are computed one after the other for many rows, so the second one becomes x as well.
final class LastInsertIds {
  private static final String NAME = "last_insert_id";

  private LastInsertIds() {}

  /// Changes what `select` shows.
  static SqlSelect shown(SqlSelect select) {
    SqlNodeList items = select.getSelectList();
    Optional<SqlNode> set = Optional.empty();
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      if (set.isPresent()) {
        item = Objects.requireNonNull(item.accept(new Given(set.get())));
        items.set(i, item);
      }
      SqlNode shown = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
      if (isCall(shown, 1)) {
        set = Optional.of(shown);
      }
    }
    return select;
  }

  private static boolean isCall(SqlNode node, int operands) {
    return node instanceof SqlBasicCall call
        && call.getOperator().getName().equalsIgnoreCase(NAME)
        && call.operandCount() == operands;
  }

  /// Puts `set` in the place of LAST_INSERT_ID(), but not within another query.
  private static final class Given extends SqlShuttle {
    private final SqlNode set;

    Given(SqlNode set) {
      this.set = set;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
      if (isCall(call, 0)) {
        return set.clone(call.getParserPosition());
      }
      return call.isA(SqlKind.QUERY) ? call : super.visit(call);
    }
  }
}

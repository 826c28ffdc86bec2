package io.minitidb.tidb.sql;

import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Counts where a query reads a table that has no schema, and how.
final class TableUses extends SqlBasicVisitor<@Nullable Void> {
  private final String table;
  private int count;
  private int depth;
  private boolean inSubquery;
  private boolean optional;

  private TableUses(String table) {
    this.table = table;
  }

  static TableUses of(SqlNode query, String table) {
    TableUses uses = new TableUses(table);
    query.accept(uses);
    return uses;
  }

  int count() {
    return count;
  }

  /// Returns whether a subquery of the query reads it.
  boolean inSubquery() {
    return inSubquery;
  }

  /// Returns whether an outer join puts NULLs in place of its rows.
  boolean optional() {
    return optional;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    boolean select = call instanceof SqlSelect;
    depth += select ? 1 : 0;
    if (call instanceof SqlSelect block && block.getFrom() != null) {
      table(block.getFrom(), false);
    }
    super.visit(call);
    depth -= select ? 1 : 0;
    return null;
  }

  private void table(SqlNode node, boolean padded) {
    switch (node) {
      case SqlIdentifier name when name.isSimple() && name.getSimple().equalsIgnoreCase(table) -> {
        count++;
        inSubquery |= depth > 1;
        optional |= padded;
      }
      case SqlJoin join -> {
        table(join.getLeft(), padded || join.getJoinType() == JoinType.RIGHT);
        table(join.getRight(), padded || join.getJoinType() == JoinType.LEFT);
      }
      case SqlCall as when as.getKind() == SqlKind.AS || as.getKind() == SqlKind.TABLE_REF ->
          table(as.operand(0), padded);
      default -> {}
    }
  }
}

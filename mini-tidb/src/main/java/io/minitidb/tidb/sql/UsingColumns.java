package io.minitidb.tidb.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// A column that a join shares by USING is one column to MySQL; Calcite knows that of the select
/// list, GROUP BY and ORDER BY, and calls it ambiguous in WHERE. There it gets the name of the
/// table whose rows the join keeps.
final class UsingColumns extends SqlShuttle {
  private final Map<String, String> owners = new HashMap<>();

  private UsingColumns() {}

  static SqlSelect resolved(SqlSelect select) {
    UsingColumns columns = new UsingColumns();
    columns.gather(select.getFrom());
    if (columns.owners.isEmpty()) {
      return select;
    }
    SqlNode where = select.getWhere();
    if (where != null) {
      select.setWhere(where.accept(columns));
    }
    return select;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private void gather(@Nullable SqlNode from) {
    if (!(from instanceof SqlJoin join)) {
      return;
    }
    gather(join.getLeft());
    gather(join.getRight());
    if (join.getConditionType() == JoinConditionType.USING
        && join.getCondition() instanceof SqlNodeList shared) {
      SqlNode kept = join.getJoinType() == JoinType.RIGHT ? join.getRight() : join.getLeft();
      for (SqlNode column : shared) {
        String name = alias(kept);
        if (column instanceof SqlIdentifier id && name != null) {
          owners.put(key(id.getSimple()), name);
        }
      }
    }
  }

  /// Returns null for several tables, of which an inner join says whose column it is.
  private static @Nullable String alias(SqlNode table) {
    return switch (table) {
      case SqlIdentifier name -> name.names.getLast();
      case SqlCall as when as.getKind() == SqlKind.AS -> as.operand(1).toString();
      default -> null;
    };
  }

  @Override
  public SqlNode visit(SqlIdentifier name) {
    String owner = name.isSimple() ? owners.get(key(name.getSimple())) : null;
    return owner == null
        ? name
        : new SqlIdentifier(List.of(owner, name.getSimple()), name.getParserPosition());
  }

  /// What a subquery means by a name is its own affair.
  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    return call.isA(SqlKind.QUERY) ? call : super.visit(call);
  }
}

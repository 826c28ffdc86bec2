package io.minitidb.tidb.sql;

import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Finds the whole name of which a part stands at a place, and the clause of the query that it
/// stands in, which MySQL's errors about names say.
final class Clause extends SqlBasicVisitor<@Nullable Void> {
  private static final String FIELDS = "field list";

  private final SqlParserPos wanted;
  private String present = FIELDS;
  private Found found = new Found("", FIELDS);

  /// @param name as it is written, without quotes; empty when there is none at the place
  /// @param clause in MySQL's words
  record Found(String name, String clause) {}

  private Clause(SqlParserPos wanted) {
    this.wanted = wanted;
  }

  static Found of(SqlNode query, SqlParserPos at) {
    Clause clause = new Clause(at);
    query.accept(clause);
    return clause.found;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    switch (call) {
      case SqlSelect select -> {
        within(FIELDS, select.getSelectList());
        within("from clause", select.getFrom());
        within("where clause", select.getWhere());
        within("group statement", select.getGroup());
        within("having clause", select.getHaving());
        within("order clause", select.getOrderList());
        within(FIELDS, select.getWindowList());
      }
      case SqlOrderBy ordered -> {
        within(FIELDS, ordered.query);
        within("order clause", ordered.orderList);
      }
      case SqlJoin join -> {
        within(present, join.getLeft());
        within(present, join.getRight());
        boolean using = join.getConditionType() == JoinConditionType.USING;
        within(using ? "from clause" : "on clause", join.getCondition());
      }
      default -> super.visit(call);
    }
    return null;
  }

  private void within(String clause, @Nullable SqlNode node) {
    if (node != null) {
      String outer = present;
      present = clause;
      node.accept(this);
      present = outer;
    }
  }

  @Override
  public @Nullable Void visit(SqlIdentifier name) {
    if (contains(name.getParserPosition())) {
      found = new Found(String.join(".", name.names), present);
    }
    return null;
  }

  private boolean contains(SqlParserPos name) {
    return !before(
            wanted.getLineNum(), wanted.getColumnNum(), name.getLineNum(), name.getColumnNum())
        && !before(
            name.getEndLineNum(),
            name.getEndColumnNum(),
            wanted.getEndLineNum(),
            wanted.getEndColumnNum());
  }

  private static boolean before(int line, int column, int otherLine, int otherColumn) {
    return line < otherLine || line == otherLine && column < otherColumn;
  }
}

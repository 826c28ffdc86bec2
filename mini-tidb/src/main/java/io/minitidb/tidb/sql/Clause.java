package io.minitidb.tidb.sql;

import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Finds the whole name of which a part stands at a place, and the clause of the query that it
/// stands in, which MySQL's errors about names say.
final class Clause extends SqlBasicVisitor<@Nullable Void> {
  private static final String FIELDS = "field list";
  private static final String TABLES = "from clause";
  private static final String HAVING = "having clause";
  private static final String ORDER = "order clause";

  private final SqlParserPos wanted;
  private String present = FIELDS;
  private int item;
  private boolean grouped;
  private Found found = new Found("", FIELDS, 1, true);

  /// @param name as it is written, without quotes; empty when there is none at the place
  /// @param clause in MySQL's words
  /// @param item which one of its list, counted from 1
  /// @param grouped whether the query has a GROUP BY
  record Found(String name, String clause, int item, boolean grouped) {
    boolean isTable() {
      return clause.equals(TABLES);
    }

    boolean isHaving() {
      return clause.equals(HAVING);
    }

    /// Returns the list in the words that errors about grouping have for it.
    String list() {
      return clause.equals(ORDER) ? "ORDER BY" : "SELECT list";
    }
  }

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
        boolean outer = grouped;
        grouped = select.getGroup() != null;
        items(FIELDS, select.getSelectList());
        within(TABLES, select.getFrom());
        within("where clause", select.getWhere());
        items("group statement", select.getGroup());
        within(HAVING, select.getHaving());
        items(ORDER, select.getOrderList());
        within(FIELDS, select.getWindowList());
        grouped = outer;
      }
      case SqlOrderBy ordered -> {
        within(FIELDS, ordered.query);
        grouped = ordered.query instanceof SqlSelect select && select.getGroup() != null;
        items(ORDER, ordered.orderList);
      }
      case SqlWindow window -> {
        within("window partition by", window.getPartitionList());
        within("window order by", window.getOrderList());
        within(present, window.getLowerBound());
        within(present, window.getUpperBound());
      }
      case SqlJoin join -> {
        within(present, join.getLeft());
        within(present, join.getRight());
        boolean using = join.getConditionType() == JoinConditionType.USING;
        within(using ? TABLES : "on clause", join.getCondition());
      }
      case SqlCall table when table.getKind() == SqlKind.EXPLICIT_TABLE ->
          within(TABLES, table.operand(0));
      default -> super.visit(call);
    }
    return null;
  }

  private void items(String clause, @Nullable SqlNodeList list) {
    int outer = item;
    for (int i = 0; list != null && i < list.size(); i++) {
      item = i + 1;
      within(clause, list.get(i));
    }
    item = outer;
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
      found = new Found(String.join(".", name.names), present, Math.max(item, 1), grouped);
    }
    return null;
  }

  @Override
  public @Nullable Void visit(SqlLiteral literal) {
    if (contains(literal.getParserPosition())) {
      found = new Found("", present, Math.max(item, 1), grouped);
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

package io.minitidb.tidb.sql;

import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// In MySQL a truth value is a number and a number is a truth value; in Calcite neither is. Before
/// Calcite validates, this puts a conversion wherever the one stands in the place of the other:
/// `WHERE 1`, `NOT a`, `SUM(a > 5)`, `(a > 5) + 1`.
final class BooleanContexts extends SqlShuttle {
  /// Any value as a truth value.
  static final SqlFunction TRUTH = conversion("$truth", SqlTypeName.BOOLEAN);

  /// A truth value as a number.
  static final SqlFunction NUMBER = conversion("$number", SqlTypeName.BIGINT);

  private static final Set<SqlKind> TRUTHS =
      Set.of(
          SqlKind.EQUALS,
          SqlKind.NOT_EQUALS,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL,
          SqlKind.IS_NOT_DISTINCT_FROM,
          SqlKind.AND,
          SqlKind.OR,
          SqlKind.NOT,
          SqlKind.IS_NULL,
          SqlKind.IS_NOT_NULL,
          SqlKind.IS_TRUE,
          SqlKind.IS_FALSE,
          SqlKind.IS_NOT_TRUE,
          SqlKind.IS_NOT_FALSE,
          SqlKind.LIKE,
          SqlKind.RLIKE,
          SqlKind.IN,
          SqlKind.NOT_IN,
          SqlKind.BETWEEN,
          SqlKind.EXISTS,
          SqlKind.SOME,
          SqlKind.ALL);
  private static final Set<SqlKind> OF_TRUTHS =
      Set.of(
          SqlKind.AND,
          SqlKind.OR,
          SqlKind.NOT,
          SqlKind.IS_TRUE,
          SqlKind.IS_FALSE,
          SqlKind.IS_NOT_TRUE,
          SqlKind.IS_NOT_FALSE);

  private static SqlFunction conversion(String name, SqlTypeName type) {
    return new SqlFunction(
        name,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(type)
            .andThen((call, to) -> call.getTypeFactory().createTypeWithNullability(to, true)),
        null,
        OperandTypes.ANY,
        SqlFunctionCategory.SYSTEM);
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    switch (visited) {
      case SqlSelect select -> {
        select.setWhere(truth(select.getWhere()));
        select.setHaving(truth(select.getHaving()));
        numbers(select.getSelectList());
        numbers(select.getGroup());
        numbers(select.getOrderList());
      }
      case SqlJoin join when join.getConditionType() == JoinConditionType.ON ->
          join.setOperand(5, truth(join.getCondition()));
      case SqlOrderBy ordered -> numbers(ordered.orderList);
      case SqlBasicCall basic -> convert(basic);
      case null, default -> {}
    }
    return visited;
  }

  private static void convert(SqlBasicCall call) {
    SqlKind kind = call.getKind();
    List<SqlNode> operands = call.getOperandList();
    if (OF_TRUTHS.contains(kind) || isUnknown(call)) {
      for (int i = 0; i < operands.size(); i++) {
        call.setOperand(i, truth(operands.get(i)));
      }
    } else if (call.getOperator() instanceof SqlFunction && !call.getOperator().equals(TRUTH)
        || kind == SqlKind.AS
        || kind == SqlKind.DESCENDING) {
      for (int i = 0; i < operands.size(); i++) {
        call.setOperand(i, number(operands.get(i)));
      }
    }
  }

  /// Its kind is that of IS NULL, which takes anything.
  private static boolean isUnknown(SqlBasicCall call) {
    return call.getOperator().equals(SqlStdOperatorTable.IS_UNKNOWN)
        || call.getOperator().equals(SqlStdOperatorTable.IS_NOT_UNKNOWN);
  }

  private static void numbers(@Nullable SqlNodeList items) {
    if (items != null) {
      items.replaceAll(BooleanContexts::number);
    }
  }

  private static boolean isTruth(@Nullable SqlNode node) {
    return node != null
        && (TRUTHS.contains(node.getKind())
            || node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.BOOLEAN
            || node instanceof SqlBasicCall call && call.getOperator().equals(TRUTH));
  }

  private static @Nullable SqlNode truth(@Nullable SqlNode node) {
    return node == null || isTruth(node) ? node : TRUTH.createCall(node.getParserPosition(), node);
  }

  private static @Nullable SqlNode number(@Nullable SqlNode node) {
    return node != null && isTruth(node) ? NUMBER.createCall(node.getParserPosition(), node) : node;
  }
}

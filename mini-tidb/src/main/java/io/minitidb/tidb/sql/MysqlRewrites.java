package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlInOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// Replaces operators that Calcite would refuse or retype by ours before it validates: infix
/// operators, BETWEEN, IN, LIKE, CASE, CAST, and comparisons of rows, which become comparisons of
/// their columns.
final class MysqlRewrites extends SqlShuttle {
  private static final Map<SqlKind, SqlKind> OR_EQUAL =
      Map.of(
          SqlKind.LESS_THAN, SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL, SqlKind.LESS_THAN,
          SqlKind.GREATER_THAN, SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL, SqlKind.GREATER_THAN);

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    return switch (visited) {
      case SqlSelect select ->
          UsingColumns.resolved(HavingFilter.merged(LastInsertIds.shown(select)));
      case SqlCase cases -> caseWhen(cases);
      case SqlBasicCall basic -> basic(basic);
      case null, default -> visited;
    };
  }

  private static SqlNode caseWhen(SqlCase cases) {
    List<SqlNode> operands = new ArrayList<>();
    for (int i = 0; i < cases.getWhenOperands().size(); i++) {
      operands.add(cases.getWhenOperands().get(i));
      operands.add(cases.getThenOperands().get(i));
    }
    operands.add(java.util.Objects.requireNonNull(cases.getElseOperand()));
    return Operators.CASE.createCall(cases.getParserPosition(), operands);
  }

  private static SqlNode basic(SqlBasicCall call) {
    SqlParserPos at = call.getParserPosition();
    List<SqlNode> operands = call.getOperandList();
    SqlOperator operator = call.getOperator();
    return switch (operator) {
      case SqlBetweenOperator between -> between(between, operands, at);
      case SqlQuantifyOperator quantified -> quantified(call, quantified);
      case SqlInOperator in -> in(in.getKind() == SqlKind.NOT_IN, operands, at);
      default ->
          switch (call.getKind()) {
            case LIKE -> negatable(Operators.LIKE, call);
            case PLUS_PREFIX -> operands.getFirst(); // which says nothing, not even of a text
            case RLIKE -> negatable(Operators.REGEXP, call);
            case CAST ->
                operands.get(1) instanceof SqlDataTypeSpec type
                    ? CastOperator.to(type).createCall(at, operands.getFirst())
                    : call;
            default -> infix(call);
          };
    };
  }

  private static SqlNode negatable(SqlOperator operator, SqlCall call) {
    SqlNode plain = operator.createCall(call.getParserPosition(), call.getOperandList());
    return call.getOperator().getName().startsWith("NOT ") ? not(plain) : plain;
  }

  private static SqlNode not(SqlNode node) {
    return SqlStdOperatorTable.NOT.createCall(node.getParserPosition(), node);
  }

  private static SqlNode infix(SqlBasicCall call) {
    Optional<LenientOperator> lenient = Operators.lenient(call.getOperator());
    if (lenient.isEmpty()) {
      return call;
    }
    List<SqlNode> operands = call.getOperandList();
    boolean rows = operands.stream().anyMatch(operand -> operand.getKind() == SqlKind.ROW);
    return rows && SqlKind.COMPARISON.contains(call.getKind())
        ? row(call.getKind(), operands.get(0), operands.get(1), call.getParserPosition())
        : lenient.get().createCall(call.getParserPosition(), operands);
  }

  private static SqlNode compare(SqlKind kind, SqlNode left, SqlNode right, SqlParserPos at) {
    return left.getKind() == SqlKind.ROW || right.getKind() == SqlKind.ROW
        ? row(kind, left, right, at)
        : Operators.lenient(kind).createCall(at, left, right);
  }

  private static List<SqlNode> columns(SqlNode node) {
    return node.getKind() == SqlKind.ROW ? ((SqlCall) node).getOperandList() : List.of(node);
  }

  /// Returns the error of an operand with another number of columns than `wanted`.
  static SqlException columns(int wanted) {
    return new SqlException(
        SqlError.OPERAND_COLUMNS, "Operand should contain " + wanted + " column(s)");
  }

  private static SqlNode row(SqlKind kind, SqlNode left, SqlNode right, SqlParserPos at) {
    List<SqlNode> a = columns(left);
    List<SqlNode> b = columns(right);
    if (left.isA(SqlKind.QUERY) || right.isA(SqlKind.QUERY)) {
      throw NamedFunctions.unsupported("comparison of a row with a subquery, except by IN");
    }
    if (a.size() != b.size()) {
      throw columns(a.size());
    }
    SqlKind strict = OR_EQUAL.get(kind);
    if (strict != null) {
      return ordered(kind, strict, a, b, at);
    }
    SqlKind each = kind == SqlKind.NOT_EQUALS ? SqlKind.EQUALS : kind;
    SqlNode all = compare(each, a.getFirst(), b.getFirst(), at);
    for (int i = 1; i < a.size(); i++) {
      all = SqlStdOperatorTable.AND.createCall(at, all, compare(each, a.get(i), b.get(i), at));
    }
    return kind == SqlKind.NOT_EQUALS ? not(all) : all;
  }

  /// (a, b) < (c, d) is a < c OR a = c AND b < d.
  private static SqlNode ordered(
      SqlKind kind, SqlKind strict, List<SqlNode> a, List<SqlNode> b, SqlParserPos at) {
    int last = a.size() - 1;
    SqlNode result = compare(kind, a.get(last), b.get(last), at);
    for (int i = last - 1; i >= 0; i--) {
      SqlNode equal = compare(SqlKind.EQUALS, a.get(i), b.get(i), at);
      result =
          SqlStdOperatorTable.OR.createCall(
              at,
              compare(strict, a.get(i), b.get(i), at),
              SqlStdOperatorTable.AND.createCall(at, equal, result));
    }
    return result;
  }

  private static SqlNode between(
      SqlBetweenOperator operator, List<SqlNode> operands, SqlParserPos at) {
    SqlNode within =
        SqlStdOperatorTable.AND.createCall(
            at,
            compare(SqlKind.GREATER_THAN_OR_EQUAL, operands.get(0), operands.get(1), at),
            compare(SqlKind.LESS_THAN_OR_EQUAL, operands.get(0), operands.get(2), at));
    return operator.isNegated() ? not(within) : within;
  }

  private static SqlNode in(boolean negated, List<SqlNode> operands, SqlParserPos at) {
    SqlNode target = operands.get(0);
    if (!(operands.get(1) instanceof SqlNodeList list)) {
      return (negated ? LenientIn.NOT_IN : LenientIn.IN).createCall(at, operands);
    }
    SqlNode found;
    if (target.getKind() == SqlKind.ROW) {
      found = row(SqlKind.EQUALS, target, list.get(0), at);
      for (int i = 1; i < list.size(); i++) {
        found =
            SqlStdOperatorTable.OR.createCall(
                at, found, row(SqlKind.EQUALS, target, list.get(i), at));
      }
    } else {
      List<SqlNode> all = new ArrayList<>(List.of(target));
      list.forEach(all::add);
      found = Operators.IN.createCall(at, all);
    }
    return negated ? not(found) : found;
  }

  /// = ANY is IN, <> ALL is NOT IN; what is left is told that any types compare.
  private static SqlNode quantified(SqlBasicCall call, SqlQuantifyOperator operator) {
    boolean all = operator.getKind() == SqlKind.ALL;
    if (!all && operator.comparisonKind == SqlKind.EQUALS) {
      return in(false, call.getOperandList(), call.getParserPosition());
    }
    if (all && operator.comparisonKind == SqlKind.NOT_EQUALS) {
      return in(true, call.getOperandList(), call.getParserPosition());
    }
    SqlNode left = call.operand(0);
    if (left.getKind() == SqlKind.ROW) {
      throw columns(1);
    }
    call.setOperand(0, Operators.ANYTHING.createCall(left.getParserPosition(), left));
    return call;
  }
}

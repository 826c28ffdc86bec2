package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// Gives the parsed tree MySQL's meaning: `d + INTERVAL n unit` is a call of date_add, `->` one of
/// json_extract, and JOIN and CROSS JOIN are the same thing with or without a condition. Refuses
/// what Calcite's grammar takes and MySQL's does not: a function as a table, EXISTS of an
/// expression, ANY of a list, a part of a value.
final class MysqlTree extends SqlShuttle {
  private static final int JOIN_TYPE = 2;

  private final Places places;

  MysqlTree(Places places) {
    this.places = places;
  }

  @Override
  public SqlNode visit(SqlLiteral literal) {
    return MomentLiterals.converted(literal);
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    return switch (visited) {
      case SqlJoin join -> join(join);
      case SqlOrderBy ordered when !ordered.query.isA(SqlKind.QUERY) ->
          throw places.behind(ordered.query.getParserPosition());
      case SqlBasicCall basic when basic.getKind() == SqlKind.COLLECTION_TABLE ->
          throw places.at(basic.getParserPosition(), "a function is no table");
      case SqlBasicCall basic
          when basic.getKind() == SqlKind.EXISTS && !basic.operand(0).isA(SqlKind.QUERY) ->
          throw places.at(basic.getParserPosition(), "EXISTS takes a query in parentheses");
      case SqlBasicCall basic
          when basic.getOperator() instanceof SqlQuantifyOperator
              && basic.operand(1) instanceof SqlNodeList list ->
          throw places.at(list.get(0).getParserPosition(), "");
      case SqlBasicCall basic
          when basic.getKind() == SqlKind.LIKE
              && basic.operandCount() > 2
              && basic.operand(2) instanceof SqlLiteral escape
              && Objects.requireNonNullElse(escape.toValue(), "").codePoints().count() > 1 ->
          throw new SqlException(SqlError.WRONG_ARGUMENTS, "Incorrect arguments to ESCAPE");
      case SqlBasicCall basic
          when basic.getKind() == SqlKind.DOT || basic.getKind() == SqlKind.ITEM ->
          throw places.behind(basic.operand(0).getParserPosition());
      case SqlBasicCall basic when isName(basic, "->") || isName(basic, "->>") -> json(basic);
      case SqlBasicCall basic when isName(basic, "SOUNDS LIKE") -> soundsLike(basic);
      case SqlBasicCall basic when isName(basic, "MEMBER OF") ->
          MysqlSyntax.call("member_of", basic.getParserPosition(), basic.getOperandList());
      case SqlBasicCall basic when basic.getKind() == SqlKind.PLUS -> moved(basic, "date_add");
      case SqlBasicCall basic when basic.getKind() == SqlKind.MINUS -> moved(basic, "date_sub");
      case null, default -> visited;
    };
  }

  private static boolean isName(SqlNode node, String name) {
    return node instanceof SqlCall call && call.getOperator().getName().equals(name);
  }

  private static SqlNode json(SqlCall call) {
    SqlParserPos at = call.getParserPosition();
    SqlCall extracted = MysqlSyntax.call("json_extract", at, call.getOperandList());
    return isName(call, "->")
        ? extracted
        : MysqlSyntax.call("json_unquote", at, List.of(extracted));
  }

  private static SqlNode soundsLike(SqlCall call) {
    SqlParserPos at = call.getParserPosition();
    return SqlStdOperatorTable.EQUALS.createCall(
        at,
        MysqlSyntax.call("soundex", at, List.of(call.operand(0))),
        MysqlSyntax.call("soundex", at, List.of(call.operand(1))));
  }

  /// An interval may stand on either side of `+`, but only on the right of `-`.
  private static SqlNode moved(SqlCall call, String function) {
    if (call.operandCount() != 2) {
      return call;
    }
    SqlNode left = call.operand(0);
    SqlNode right = call.operand(1);
    boolean flipped = call.getKind() == SqlKind.PLUS && isName(left, MysqlSyntax.INTERVAL);
    SqlNode interval = flipped ? left : right;
    if (!isName(interval, MysqlSyntax.INTERVAL)) {
      return call;
    }
    List<SqlNode> args = new ArrayList<>();
    args.add(flipped ? right : left);
    args.addAll(((SqlCall) interval).getOperandList());
    return MysqlSyntax.call(function, call.getParserPosition(), args);
  }

  private static SqlNode join(SqlJoin join) {
    boolean plain = join.getJoinType() == JoinType.INNER && !join.isNatural();
    if (plain && join.getConditionType() == JoinConditionType.NONE) {
      join.setOperand(JOIN_TYPE, JoinType.CROSS.symbol(join.getParserPosition()));
    } else if (join.getJoinType() == JoinType.CROSS
        && join.getConditionType() != JoinConditionType.NONE) {
      join.setOperand(JOIN_TYPE, JoinType.INNER.symbol(join.getParserPosition()));
    }
    return join;
  }
}

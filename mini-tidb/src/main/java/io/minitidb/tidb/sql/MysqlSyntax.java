package io.minitidb.tidb.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.jspecify.annotations.Nullable;

/// What MySQL writes and Calcite has no operator for. The parser makes these; their names are what
/// later stages know them by. Between Calcite's ranks (OR 22, AND 24, comparisons 30, `+` 40, `*`
/// 60, sign 80) they stand where the manual's table of precedence has them.
public final class MysqlSyntax {
  /// Stands between OR and AND, where Calcite leaves no even number, which it insists on.
  public static final SqlBinaryOperator XOR =
      new SqlBinaryOperator(
          "XOR",
          SqlKind.OTHER,
          22,
          true,
          ReturnTypes.BIGINT_FORCE_NULLABLE,
          null,
          OperandTypes.ANY_ANY) {
        @Override
        public int getLeftPrec() {
          return 23;
        }

        @Override
        public int getRightPrec() {
          return 24;
        }
      };

  public static final SqlBinaryOperator SOUNDS_LIKE = infix("SOUNDS LIKE", 30);
  public static final SqlBinaryOperator MEMBER_OF = infix("MEMBER OF", 30);
  public static final SqlBinaryOperator BIT_OR = infix("|", 34);
  public static final SqlBinaryOperator BIT_AND = infix("&", 36);
  public static final SqlBinaryOperator SHIFT_LEFT = infix("<<", 38);
  public static final SqlBinaryOperator SHIFT_RIGHT = infix(">>", 38);
  public static final SqlBinaryOperator DIV = infix("DIV", 60);
  public static final SqlBinaryOperator BIT_XOR = infix("^", 70);

  /// Operands: a text, the name of the collation to compare it by.
  public static final SqlBinaryOperator COLLATE =
      new SqlBinaryOperator(
          "COLLATE", SqlKind.OTHER, 96, true, ReturnTypes.ARG0, null, OperandTypes.ANY_ANY);

  public static final SqlBinaryOperator JSON_ARROW = infix("->", 96);
  public static final SqlBinaryOperator JSON_TEXT_ARROW = infix("->>", 96);
  public static final SqlPrefixOperator BIT_NOT = prefix("~", ReturnTypes.BIGINT_FORCE_NULLABLE);
  public static final SqlPrefixOperator BINARY = prefix("BINARY", ReturnTypes.ARG0);

  /// `INTERVAL amount unit` as text stage and parser hand it on: the amount, the unit's name.
  static final String INTERVAL = "$interval";

  /// What is left of the intervals when those added to a time have become calls: bounds of frames.
  private static final SqlFunction FRAME_INTERVAL =
      new SqlFunction(
          INTERVAL.toUpperCase(Locale.ROOT),
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.explicit(types ->
              types.createSqlIntervalType(
                  new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO))),
          null,
          OperandTypes.ANY_ANY,
          SqlFunctionCategory.SYSTEM);

  /// What the validator must know.
  static final List<SqlOperator> OPERATORS =
      List.of(
          XOR,
          BIT_OR,
          BIT_AND,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          DIV,
          BIT_XOR,
          COLLATE,
          BIT_NOT,
          BINARY,
          FRAME_INTERVAL);

  private MysqlSyntax() {}

  private static SqlBinaryOperator infix(String name, int precedence) {
    return new SqlBinaryOperator(
        name,
        SqlKind.OTHER,
        precedence,
        true,
        ReturnTypes.BIGINT_FORCE_NULLABLE,
        null,
        OperandTypes.ANY_ANY);
  }

  private static SqlPrefixOperator prefix(String name, SqlReturnTypeInference type) {
    return new SqlPrefixOperator(name, SqlKind.OTHER, 90, type, null, OperandTypes.ANY);
  }

  /// Returns a call of the function `name`, to be looked up by the validator.
  static SqlCall call(String name, SqlParserPos at, List<? extends @Nullable SqlNode> args) {
    SqlFunction function =
        new SqlUnresolvedFunction(
            new SqlIdentifier(name, at),
            null,
            null,
            null,
            null,
            SqlFunctionCategory.USER_DEFINED_FUNCTION);
    return function.createCall(at, args);
  }

  /// Returns `trim(value)`, `trim(characters, value)` or `trim(side, characters, value)`.
  ///
  /// @param first the characters, or the value when `value` is null
  public static SqlCall trim(
      SqlParserPos at, @Nullable String side, @Nullable SqlNode first, @Nullable SqlNode value) {
    List<@Nullable SqlNode> args = new ArrayList<>();
    if (side != null) {
      args.add(SqlLiteral.createCharString(side, at));
    }
    args.add(first == null ? SqlLiteral.createCharString(" ", at) : first);
    if (value != null) {
      args.add(value);
    }
    return call("trim", at, args);
  }
}

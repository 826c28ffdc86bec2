package io.minitidb.tidb.sql;

import io.minitidb.tidb.sql.functions.MysqlFunctions;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// Before Calcite validates: what its parser made a call of one of Calcite's own functions becomes
/// a call of MySQL's by name, with units and other keywords as text. `d + INTERVAL 1 DAY` becomes
/// `date_add(d, 1, 'DAY')`.
final class FunctionCalls extends SqlShuttle {
  /// What may be called without parentheses.
  private static final Set<String> BARE =
      Set.of(
          "current_timestamp",
          "current_date",
          "current_time",
          "current_user",
          "localtime",
          "localtimestamp",
          "utc_date",
          "utc_time",
          "utc_timestamp");

  @Override
  public @Nullable SqlNode visit(SqlIdentifier name) {
    boolean bare = name.isSimple() && !name.isComponentQuoted(0);
    return bare && BARE.contains(name.getSimple().toLowerCase(Locale.ROOT))
        ? call(name.getSimple(), List.of(), name.getParserPosition())
        : name;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    return visited instanceof SqlBasicCall basic ? rewritten(basic) : visited;
  }

  private static SqlNode rewritten(SqlBasicCall call) {
    SqlOperator operator = call.getOperator();
    SqlParserPos position = call.getParserPosition();
    List<SqlNode> operands = call.getOperandList();
    boolean two = operands.size() == 2;
    if (operator.getKind() == SqlKind.PLUS && two && isInterval(operands.get(0))) {
      return shifted("date_add", operands.get(1), operands.get(0), position);
    }
    if (operator.getKind() == SqlKind.PLUS && two && isInterval(operands.get(1))) {
      return shifted("date_add", operands.get(0), operands.get(1), position);
    }
    if (operator.getKind() == SqlKind.MINUS && two && isInterval(operands.get(1))) {
      return shifted("date_sub", operands.get(0), operands.get(1), position);
    }
    String name = name(operator);
    if (!(operator instanceof SqlFunction)
        || operator instanceof SqlAggFunction
        || MysqlFunctions.find(name).isEmpty()) {
      return call;
    }
    if (two && isInterval(operands.get(1))) {
      return shifted(name, operands.get(0), operands.get(1), position);
    }
    boolean clause = name.equals("json_object") || name.equals("json_array");
    boolean unresolved = operator instanceof SqlUnresolvedFunction;
    List<SqlNode> plain =
        operands.stream()
            // The first operand says what becomes of nulls, which in MySQL is no question.
            .skip(clause && !unresolved ? 1 : 0)
            .filter(Objects::nonNull)
            .map(FunctionCalls::plain)
            .toList();
    return call(name, plain, position);
  }

  private static String name(SqlOperator operator) {
    return switch (operator.getKind()) {
      case TIMESTAMP_ADD -> "timestampadd";
      case TIMESTAMP_DIFF -> "timestampdiff";
      default -> operator.getName().toLowerCase(Locale.ROOT);
    };
  }

  private static boolean isInterval(SqlNode node) {
    return node instanceof SqlIntervalLiteral || node.getKind() == SqlKind.INTERVAL;
  }

  private static SqlNode shifted(
      String name, SqlNode time, SqlNode interval, SqlParserPos position) {
    if (interval instanceof SqlIntervalLiteral literal) {
      SqlIntervalLiteral.IntervalValue value =
          (SqlIntervalLiteral.IntervalValue) Objects.requireNonNull(literal.getValue());
      SqlNode amount =
          SqlLiteral.createCharString(
              (value.getSign() < 0 ? "-" : "") + value.getIntervalLiteral(), position);
      return call(name, List.of(time, amount, plain(value.getIntervalQualifier())), position);
    }
    SqlCall call = (SqlCall) interval;
    return call(name, List.of(time, call.operand(0), plain(call.operand(1))), position);
  }

  /// Returns a unit or another keyword as text, anything else as it is.
  private static SqlNode plain(SqlNode node) {
    if (node instanceof SqlIntervalQualifier qualifier) {
      return SqlLiteral.createCharString(
          qualifier.timeUnitRange.name().replace("_TO_", "_"), node.getParserPosition());
    }
    return node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.SYMBOL
        ? SqlLiteral.createCharString(String.valueOf(literal.getValue()), node.getParserPosition())
        : node;
  }

  private static SqlNode call(String name, List<SqlNode> operands, SqlParserPos position) {
    return new SqlUnresolvedFunction(
            new SqlIdentifier(name, position),
            null,
            null,
            null,
            null,
            SqlFunctionCategory.USER_DEFINED_FUNCTION)
        .createCall(position, operands);
  }
}

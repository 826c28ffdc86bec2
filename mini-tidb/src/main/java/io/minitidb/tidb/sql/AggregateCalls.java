package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// Turns aggregates that have a syntax of their own in Calcite's parser into calls of ours, before
/// Calcite gives them a meaning that is not MySQL's: GROUP_CONCAT, of which several arguments are
/// joined, and the JSON aggregates, which keep NULLs.
final class AggregateCalls extends SqlShuttle {
  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    return visited instanceof SqlBasicCall basic ? replaced(basic) : visited;
  }

  private static SqlNode replaced(SqlBasicCall call) {
    String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
    if (name.equals("any_value") && call.operandCount() != 1) {
      throw new SqlException(
          SqlError.PARAMETER_COUNT,
          "Incorrect parameter count in the call to native function '" + name + "'");
    }
    if (call.getKind() == SqlKind.GROUP_CONCAT || name.equals("group_concat")) {
      return groupConcat(call);
    }
    if (name.equals("json_arrayagg")) {
      SqlNode value = call.operand(0);
      return AggregateOperators.JSON_ARRAYAGG.createCall(call.getParserPosition(), value);
    }
    if (name.equals("json_objectagg")) {
      return AggregateOperators.JSON_OBJECTAGG.createCall(
          call.getParserPosition(), call.operand(0), call.operand(1));
    }
    return call;
  }

  /// Sort keys follow the texts as arguments, since Calcite forgets a WITHIN GROUP when it turns a
  /// correlated subquery into a join; the last argument says what is what, see [Layout].
  private static SqlNode groupConcat(SqlBasicCall call) {
    SqlParserPos at = call.getParserPosition();
    List<SqlNode> args = new ArrayList<>(call.getOperandList());
    String separator = ",";
    if (args.getLast().getKind() == SqlKind.SEPARATOR) {
      SqlNode given = ((SqlCall) args.removeLast()).operand(0);
      separator = given instanceof SqlLiteral literal ? literal.toValue() : null;
    }
    List<SqlNode> order = List.of();
    if (args.getLast() instanceof SqlNodeList keys) {
      order = keys.stream().map(Objects::requireNonNull).toList();
      args.removeLast();
    }
    if (separator == null) {
      throw NamedFunctions.unsupported("a separator that is no constant; write a literal");
    }
    StringBuilder directions = new StringBuilder();
    int texts = args.size();
    for (SqlNode key : order) {
      boolean descending = key.getKind() == SqlKind.DESCENDING;
      directions.append(descending ? 'D' : 'A');
      args.add(descending ? ((SqlCall) key).operand(0) : key);
    }
    String layout = new Layout(texts, directions.toString(), separator).text();
    args.add(SqlLiteral.createCharString(layout, at));
    return AggregateOperators.GROUP_CONCAT.createCall(
        call.getFunctionQuantifier(), at, args.toArray(SqlNode[]::new));
  }

  /// What the arguments of our GROUP_CONCAT are.
  ///
  /// @param texts how many arguments are joined
  /// @param directions A or D for each sort key behind them
  record Layout(int texts, String directions, String separator) {
    String text() {
      return texts + ":" + directions + ":" + separator;
    }

    static Layout of(String text) {
      int first = text.indexOf(':');
      int second = text.indexOf(':', first + 1);
      return new Layout(
          Integer.parseInt(text.substring(0, first)),
          text.substring(first + 1, second),
          text.substring(second + 1));
    }
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.sql.functions.MysqlFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeName;

/// A function of MySQL as Calcite's validator sees it. It takes operands of any type; its own type
/// is that of the expression that a call becomes.
final class CalledFunction extends SqlFunction {
  private static final Set<String> DIFFERENT_EACH_TIME =
      Set.of(
          "rand",
          "uuid",
          "sleep",
          "sysdate",
          "last_insert_id",
          "get_lock",
          "release_lock",
          "release_all_locks",
          "is_free_lock",
          "is_used_lock");

  private final MysqlFunction function;

  CalledFunction(MysqlFunction function) {
    super(
        function.name().toUpperCase(Locale.ROOT),
        SqlKind.OTHER_FUNCTION,
        call -> typeOf(function, call),
        null,
        OperandTypes.VARIADIC,
        // NATURAL JOIN and USING look for COALESCE among the system's own.
        function.name().equals("coalesce")
            ? SqlFunctionCategory.SYSTEM
            : SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.function = function;
  }

  /// Two calls with equal arguments are one, except of these.
  @Override
  public boolean isDeterministic() {
    return !DIFFERENT_EACH_TIME.contains(function.name());
  }

  private static RelDataType typeOf(MysqlFunction function, SqlOperatorBinding call) {
    List<Expr> args = new ArrayList<>();
    for (int i = 0; i < call.getOperandCount(); i++) {
      args.add(operand(call, i));
    }
    return MysqlTypes.toCalcite(function.call(args).type(), true, call.getTypeFactory());
  }

  /// A constant where the operand is one, because some types depend on values; a column otherwise.
  private static Expr operand(SqlOperatorBinding call, int index) {
    Type type = MysqlTypes.fromCalcite(call.getOperandType(index));
    if (call.isOperandNull(index, false)) {
      return Expr.Constant.ofNull(Type.NULL);
    }
    if (call.isOperandLiteral(index, false)) {
      if (type.kind() == Kind.STRING) {
        String text = call.getOperandLiteralValue(index, String.class);
        return Expr.Constant.of(text == null ? "" : text);
      }
      BigDecimal number =
          type.kind() == Kind.INT
                  && call.getOperandType(index).getSqlTypeName() != SqlTypeName.BOOLEAN
              ? call.getOperandLiteralValue(index, BigDecimal.class)
              : null;
      if (number != null) {
        return Expr.Constant.of(number.longValue(), type);
      }
    }
    return new Expr.ColumnRef(index, type);
  }
}

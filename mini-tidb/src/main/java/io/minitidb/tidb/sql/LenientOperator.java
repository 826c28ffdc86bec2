package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// An operator that takes operands of any types, as MySQL's do, and has the type that our own rules
/// give it. It keeps Calcite's kind, by which rules and joins know an equality. It is put into the
/// tree as it is and never looked up by name.
final class LenientOperator extends OwnFunction {
  private static final long serialVersionUID = 1L;

  /// @param typing from the types of the operands to that of the result
  LenientOperator(String name, SqlKind kind, Function<List<Type>, Type> typing) {
    super(name, kind, call -> nullable(call, typing));
  }

  /// Returns an operator that answers true, false or NULL.
  static LenientOperator truth(String name, SqlKind kind) {
    return new LenientOperator(name, kind, types -> Type.BOOLEAN);
  }

  private static RelDataType nullable(SqlOperatorBinding call, Function<List<Type>, Type> typing) {
    for (RelDataType operand : call.collectOperandTypes()) {
      // A time and an interval: the time decides.
      if (SqlTypeName.INTERVAL_TYPES.contains(operand.getSqlTypeName())) {
        return withInterval(call);
      }
    }
    Type type =
        typing.apply(call.collectOperandTypes().stream().map(MysqlTypes::fromCalcite).toList());
    return type.equals(Type.BOOLEAN)
        ? call.getTypeFactory()
            .createTypeWithNullability(
                call.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN), true)
        : MysqlTypes.toCalcite(type, true, call.getTypeFactory());
  }

  private static RelDataType withInterval(SqlOperatorBinding call) {
    RelDataType time =
        call.collectOperandTypes().stream()
            .filter(type -> !SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName()))
            .findFirst()
            .orElse(call.getOperandType(0));
    return call.getTypeFactory().createTypeWithNullability(time, true);
  }

  /// Returns what means the same of the operands the other way round; null where nothing does.
  @Override
  public @Nullable SqlOperator reverse() {
    if (SqlKind.SYMMETRICAL.contains(kind) || SqlKind.SYMMETRICAL_SAME_ARG_TYPE.contains(kind)) {
      return this;
    }
    return SqlKind.COMPARISON.contains(kind) ? Operators.lenient(kind.reverse()) : null;
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.util.Optionality;

/// An aggregate function of a value of any type, as MySQL's are: SUM of text adds the numbers that
/// the texts begin with.
final class LenientAggregate extends SqlAggFunction {
  private static final long serialVersionUID = 1L;

  LenientAggregate(String name, SqlKind kind, UnaryOperator<Type> typing) {
    super(
        name,
        null,
        kind,
        call ->
            MysqlTypes.toCalcite(
                typing.apply(MysqlTypes.fromCalcite(call.getOperandType(0))),
                true,
                call.getTypeFactory()),
        null,
        OperandTypes.ANY,
        SqlFunctionCategory.NUMERIC,
        false,
        false,
        Optionality.FORBIDDEN);
  }
}

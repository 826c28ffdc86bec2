package io.minitidb.tidb.sql;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;

/// MySQL's aggregates that Calcite lacks, types otherwise, or would rewrite into others.
final class AggregateOperators {
  private static final SqlReturnTypeInference DOUBLE = nullable(SqlTypeName.DOUBLE, -1);
  private static final SqlReturnTypeInference BITS = nullable(SqlTypeName.BIGINT, -1);
  private static final SqlReturnTypeInference TEXT = nullable(SqlTypeName.VARCHAR, 65535);

  static final SqlBasicAggFunction GROUP_CONCAT = variadic("$GROUP_CONCAT", TEXT);
  static final SqlBasicAggFunction JSON_ARRAYAGG = variadic("$JSON_ARRAYAGG", TEXT);
  static final SqlBasicAggFunction JSON_OBJECTAGG = variadic("$JSON_OBJECTAGG", TEXT);

  static final List<SqlOperator> ALL =
      List.of(
          GROUP_CONCAT,
          JSON_ARRAYAGG,
          JSON_OBJECTAGG,
          of("SUM", SqlKind.SUM, number(0)),
          of("AVG", SqlKind.AVG, number(4)),
          of("ANY_VALUE", SqlKind.ANY_VALUE, ReturnTypes.ARG0_NULLABLE),
          variadic("STD", DOUBLE),
          variadic("STDDEV", DOUBLE),
          variadic("STDDEV_POP", DOUBLE),
          variadic("STDDEV_SAMP", DOUBLE),
          variadic("VARIANCE", DOUBLE),
          variadic("VAR_POP", DOUBLE),
          variadic("VAR_SAMP", DOUBLE),
          variadic("BIT_AND", BITS),
          variadic("BIT_OR", BITS),
          variadic("BIT_XOR", BITS),
          variadic("APPROX_COUNT_DISTINCT", BITS),
          variadic("APPROX_PERCENTILE", ReturnTypes.ARG0_NULLABLE));

  private AggregateOperators() {}

  private static SqlBasicAggFunction variadic(String name, SqlReturnTypeInference type) {
    return SqlBasicAggFunction.create(name, SqlKind.OTHER_FUNCTION, type, OperandTypes.ONE_OR_MORE);
  }

  private static SqlBasicAggFunction of(String name, SqlKind kind, SqlReturnTypeInference type) {
    return SqlBasicAggFunction.create(name, kind, type, OperandTypes.ANY);
  }

  private static SqlReturnTypeInference nullable(SqlTypeName name, int precision) {
    return call -> {
      RelDataTypeFactory types = call.getTypeFactory();
      RelDataType type =
          precision < 0 ? types.createSqlType(name) : types.createSqlType(name, precision);
      return types.createTypeWithNullability(type, true);
    };
  }

  /// Exact numbers make a decimal with `more` digits behind the point, all else doubles.
  private static SqlReturnTypeInference number(int more) {
    return call -> exact(call, more);
  }

  private static RelDataType exact(SqlOperatorBinding call, int more) {
    RelDataTypeFactory types = call.getTypeFactory();
    RelDataType arg = call.getOperandType(0);
    boolean exact =
        SqlTypeName.EXACT_TYPES.contains(arg.getSqlTypeName())
            || arg.getSqlTypeName() == SqlTypeName.BOOLEAN;
    RelDataType type =
        exact
            ? types.createSqlType(
                SqlTypeName.DECIMAL, 65, Math.min(30, Math.max(0, arg.getScale()) + more))
            : types.createSqlType(SqlTypeName.DOUBLE);
    return types.createTypeWithNullability(type, true);
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import java.math.BigDecimal;
import java.util.Objects;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/// Calcite's literals as constants of the types that MySQL gives them.
final class Literals {
  private Literals() {}

  static Expr of(RexLiteral literal) {
    if (literal.isNull()) {
      return Expr.Constant.ofNull(Type.NULL);
    }
    Object value = Objects.requireNonNull(literal.getValueAs(Comparable.class));
    return switch (literal.getTypeName()) {
      case BOOLEAN -> Expr.Constant.of((Boolean) value ? 1 : 0, Type.BOOLEAN);
      case DECIMAL, BIGINT, INTEGER, SMALLINT, TINYINT ->
          number((BigDecimal) value, literal.getType().getSqlTypeName());
      case DOUBLE, FLOAT, REAL ->
          Expr.Constant.of(Objects.requireNonNull(literal.getValueAs(Double.class)));
      case CHAR, VARCHAR ->
          Expr.Constant.of(value instanceof NlsString nls ? nls.getValue() : value.toString());
      default -> throw NamedFunctions.unsupported("literal " + literal);
    };
  }

  private static Expr number(BigDecimal value, SqlTypeName type) {
    boolean integer =
        value.scale() <= 0 || type == SqlTypeName.INTEGER || type == SqlTypeName.BIGINT;
    if (!integer) {
      return Expr.Constant.of(value);
    }
    if (value.toBigInteger().bitLength() <= 63) {
      return Expr.Constant.of(
          value.longValue(), Type.bigint(Math.max(1, value.precision() - value.scale())));
    }
    return value.signum() > 0 && value.toBigInteger().bitLength() <= 64
        ? Expr.Constant.of(value.longValue(), Type.UNSIGNED_BIGINT)
        : Expr.Constant.of(value.setScale(0));
  }
}

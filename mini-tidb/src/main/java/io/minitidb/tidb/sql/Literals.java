package io.minitidb.tidb.sql;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Objects;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

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
      case DATE ->
          Expr.Constant.of(
              CoreTime.of(
                  LocalDateTime.parse(text(literal, DateString.class) + "T00:00:00"), Type.DATE),
              Type.DATE);
      case TIMESTAMP ->
          Expr.Constant.of(
              CoreTime.of(
                  LocalDateTime.parse(text(literal, TimestampString.class).replace(" ", "T")),
                  Type.datetime(6)),
              Type.datetime(6));
      case TIME ->
          Expr.Constant.of(
              LocalTime.parse(text(literal, TimeString.class)).toNanoOfDay(), Type.time(6));
      default -> throw NamedFunctions.unsupported("literal " + literal);
    };
  }

  private static String text(RexLiteral literal, Class<?> form) {
    return Objects.requireNonNull(literal.getValueAs(form)).toString();
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

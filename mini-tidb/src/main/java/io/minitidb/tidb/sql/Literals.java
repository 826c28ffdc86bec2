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
      case TIMESTAMP -> {
        String text = text(literal, TimestampString.class).replace(" ", "T");
        Type type = Type.datetime(fraction(text));
        yield Expr.Constant.of(CoreTime.of(LocalDateTime.parse(text), type), type);
      }
      case TIME -> {
        String text = text(literal, TimeString.class);
        yield Expr.Constant.of(LocalTime.parse(text).toNanoOfDay(), Type.time(fraction(text)));
      }
      default -> throw NamedFunctions.unsupported("literal " + literal);
    };
  }

  /// Returns how many digits of fractional seconds were written, at most 6.
  private static int fraction(String text) {
    int point = text.indexOf('.');
    return point < 0 ? 0 : Math.min(6, text.length() - point - 1);
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

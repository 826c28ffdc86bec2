package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Collation;
import io.minitidb.cop.data.Type;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.Locale;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;

/// CAST and CONVERT of any value to one of MySQL's types. The type is part of the operator, because
/// Calcite has no unsigned integers, no JSON and no text without a length.
final class CastOperator extends OwnFunction {
  private static final long serialVersionUID = 1L;

  private final transient Type target;

  CastOperator(Type target) {
    super(
        "cast_as " + target,
        SqlKind.OTHER_FUNCTION,
        call -> MysqlTypes.toCalcite(target, true, call.getTypeFactory()));
    this.target = target;
  }

  Type target() {
    return target;
  }

  /// @throws SqlException 1235 for a type that CAST does not make
  static CastOperator to(SqlDataTypeSpec spec) {
    int precision = -1;
    int scale = -1;
    if (spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic) {
      precision = basic.getPrecision();
      scale = basic.getScale();
    }
    return new CastOperator(
        type(spec.getTypeName().getSimple().toUpperCase(Locale.ROOT), precision, scale));
  }

  /// Returns the type that `CAST(x AS name(precision, scale))` makes; -1 where none was given.
  static Type type(String name, int precision, int scale) {
    return switch (name) {
      case "SIGNED", "SIGNED INTEGER", "INTEGER", "INT", "BIGINT", "SMALLINT", "TINYINT" ->
          Type.BIGINT;
      case "UNSIGNED", "UNSIGNED INTEGER", "UINTEGER", "BIGINT UNSIGNED", "UBIGINT" ->
          Type.UNSIGNED_BIGINT;
      case "CHAR", "VARCHAR", "NCHAR" -> precision < 0 ? Type.varchar(0) : Type.varchar(precision);
      case "BINARY", "VARBINARY" ->
          Type.varchar(Math.max(0, precision)).withCollation(Collation.BINARY);
      case "DECIMAL", "NUMERIC", "DEC" -> decimal(precision, Math.max(scale, 0));
      case "DOUBLE", "REAL", "FLOAT", "DOUBLE PRECISION" -> Type.DOUBLE;
      case "DATE" -> Type.DATE;
      case "DATETIME", "TIMESTAMP" -> Type.datetime(fraction(precision));
      case "TIME" -> Type.time(fraction(precision));
      case "JSON" -> Type.JSON;
      case "YEAR" -> Type.YEAR;
      default ->
          throw new SqlException(
              SqlError.NOT_SUPPORTED,
              "This version of mini-tidb doesn't yet support 'CAST AS "
                  + name
                  + "'; use SIGNED, UNSIGNED, CHAR, BINARY, DECIMAL, DOUBLE, DATE, DATETIME, TIME,"
                  + " YEAR or JSON");
    };
  }

  private static Type decimal(int precision, int scale) {
    int digits = precision <= 0 ? 10 : precision;
    if (digits > 65) {
      throw new SqlException(
          SqlError.TOO_BIG_PRECISION,
          "Too-big precision " + digits + " specified for 'CAST'. Maximum is 65.");
    }
    if (scale > 30) {
      throw new SqlException(
          SqlError.TOO_BIG_SCALE,
          "Too big scale " + scale + " specified for 'CAST'. Maximum is 30.");
    }
    if (scale > digits) {
      throw new SqlException(
          SqlError.SCALE_ABOVE_PRECISION,
          "For float(M,D), double(M,D) or decimal(M,D), M must be >= D (column 'CAST').");
    }
    return Type.decimal(digits, scale);
  }

  private static int fraction(int precision) {
    if (precision > 6) {
      throw new SqlException(
          SqlError.TOO_BIG_PRECISION,
          "Too-big precision " + precision + " specified for 'CAST'. Maximum is 6.");
    }
    return Math.max(precision, 0);
  }
}

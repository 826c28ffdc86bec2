package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Type;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/// Our types as Calcite's, for validation only: what an expression really has is worked out by our
/// own rules afterwards.
final class MysqlTypes {
  static final RelDataTypeSystem SYSTEM =
      new RelDataTypeSystemImpl() {
        @Override
        public int getMaxPrecision(SqlTypeName name) {
          return switch (name) {
            case DECIMAL -> 65;
            case TIME, TIMESTAMP -> 6;
            default -> super.getMaxPrecision(name);
          };
        }

        @Override
        public int getMaxScale(SqlTypeName name) {
          return name == SqlTypeName.DECIMAL ? 30 : super.getMaxScale(name);
        }

        @Override
        public int getDefaultPrecision(SqlTypeName name) {
          return name == SqlTypeName.CHAR ? 65535 : super.getDefaultPrecision(name);
        }

        @Override
        public boolean shouldConvertRaggedUnionTypesToVarying() {
          return true;
        }
      };

  private MysqlTypes() {}

  static RelDataType toCalcite(Type type, boolean nullable, RelDataTypeFactory factory) {
    RelDataType converted =
        switch (type.kind()) {
          case INT -> factory.createSqlType(SqlTypeName.BIGINT);
          case REAL -> factory.createSqlType(SqlTypeName.DOUBLE);
          case DECIMAL ->
              factory.createSqlType(SqlTypeName.DECIMAL, type.length(), type.decimals());
          case STRING, JSON ->
              factory.createSqlType(SqlTypeName.VARCHAR, Math.max(1, type.length()));
          case TIME ->
              switch (type.code()) {
                case DATE -> factory.createSqlType(SqlTypeName.DATE);
                default -> factory.createSqlType(SqlTypeName.TIMESTAMP, type.decimals());
              };
          case DURATION -> factory.createSqlType(SqlTypeName.TIME, type.decimals());
        };
    return factory.createTypeWithNullability(converted, nullable);
  }

  /// Returns the type that a CAST to `type` makes.
  static Type fromCalcite(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> Type.BOOLEAN;
      case TINYINT, SMALLINT, INTEGER, BIGINT -> Type.BIGINT;
      case FLOAT, REAL, DOUBLE -> Type.DOUBLE;
      case DECIMAL -> Type.decimal(type.getPrecision(), Math.max(0, type.getScale()));
      case DATE -> Type.DATE;
      case TIME -> Type.time(Math.max(0, type.getPrecision()));
      case TIMESTAMP -> Type.datetime(Math.max(0, type.getPrecision()));
      case NULL -> Type.NULL;
      default ->
          type.getPrecision() > 0 && type.getPrecision() < 65535
              ? Type.varchar(type.getPrecision())
              : Type.TEXT;
    };
  }
}

package io.minitidb.tidb.sql;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlInOperator;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/// IN and NOT IN of a subquery whose columns may be of other types than what is looked for.
final class LenientIn extends SqlInOperator {
  static final LenientIn IN = new LenientIn("IN", SqlKind.IN);
  static final LenientIn NOT_IN = new LenientIn("NOT IN", SqlKind.NOT_IN);

  private LenientIn(String name, SqlKind kind) {
    super(name, kind);
  }

  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    RelDataType left = validator.deriveType(scope, call.operand(0));
    RelDataType right = validator.deriveType(scope, call.operand(1));
    int wanted = left.isStruct() ? left.getFieldCount() : 1;
    if (right.isStruct() && right.getFieldCount() != wanted) {
      throw MysqlRewrites.columns(wanted);
    }
    return validator
        .getTypeFactory()
        .createTypeWithNullability(
            validator.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN), true);
  }
}

package io.minitidb.tidb.sql;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/// A function of any operands that is put into the tree as it is and never looked up by name.
class OwnFunction extends SqlFunction {
  private static final long serialVersionUID = 1L;

  OwnFunction(String name, SqlKind kind, SqlReturnTypeInference type) {
    super(name, kind, type, null, OperandTypes.VARIADIC, SqlFunctionCategory.SYSTEM);
  }

  @Override
  public final RelDataType deriveType(
      SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    for (SqlNode operand : call.getOperandList()) {
      validator.deriveType(scope, operand);
    }
    return validateOperands(validator, scope, call);
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.tidb.plan.Exprs;
import java.util.List;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// Any two types have one that both fit into, which is what UNION, VALUES and USING ask for.
final class MysqlTypeFactory extends JavaTypeFactoryImpl {
  MysqlTypeFactory() {
    super(MysqlTypes.SYSTEM);
  }

  @Override
  public @Nullable RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule rule) {
    RelDataType first = types.getFirst();
    boolean same = types.stream().allMatch(type -> type.equals(first));
    boolean special =
        types.stream()
            .anyMatch(type ->
                type.isStruct() || SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName()));
    if (same || special) {
      return super.leastRestrictive(types, rule);
    }
    boolean nullable = types.stream().anyMatch(RelDataType::isNullable);
    return MysqlTypes.toCalcite(
        Exprs.common(types.stream().map(MysqlTypes::fromCalcite).toList()), nullable, this);
  }
}

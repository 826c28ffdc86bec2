package io.minitidb.tidb.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/// The functions that a statement may call: MySQL's own, which Calcite lacks or means otherwise,
/// before Calcite's. What they do is decided by name when the validated tree is turned into our
/// expressions.
final class MysqlOperators {
  private static final SqlReturnTypeInference TEXT =
      ReturnTypes.explicit(SqlTypeName.VARCHAR, 1024)
          .andThen((call, type) -> call.getTypeFactory().createTypeWithNullability(type, true));
  private static final SqlReturnTypeInference NUMBER = ReturnTypes.BIGINT_FORCE_NULLABLE;
  private static final SqlReturnTypeInference MOMENT =
      ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6)
          .andThen((call, type) -> call.getTypeFactory().createTypeWithNullability(type, true));

  static final SqlOperatorTable TABLE =
      new Preferred(
          SqlOperatorTables.of(own()),
          SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
              SqlLibrary.STANDARD, SqlLibrary.MYSQL));

  private MysqlOperators() {}

  private static List<SqlOperator> own() {
    List<SqlOperator> all = new ArrayList<>(List.of(BooleanContexts.TRUTH, BooleanContexts.NUMBER));
    all.addAll(AggregateOperators.ALL);
    for (String name : "database schema version connection_id tidb_version".split(" ")) {
      all.add(function(name, name.equals("connection_id") ? NUMBER : TEXT));
    }
    for (String name : "now sysdate".split(" ")) {
      all.add(function(name, MOMENT));
    }
    all.add(function("curdate", ReturnTypes.DATE_NULLABLE));
    for (String name :
        ("length char_length character_length instr locate unix_timestamp day dayofmonth hour minute second "
                + "microsecond year month")
            .split(" ")) {
      all.add(function(name, NUMBER));
    }
    for (String name :
        "ltrim rtrim left right substr substring_index lcase ucase concat concat_ws replace"
            .split(" ")) {
      all.add(function(name, TEXT));
    }
    all.add(function("if", ReturnTypes.ARG1_NULLABLE.andThen((call, type) -> branches(call, 1))));
    all.add(
        function("ifnull", ReturnTypes.ARG0_NULLABLE.andThen((call, type) -> branches(call, 0))));
    return all;
  }

  private static RelDataType branches(SqlOperatorBinding call, int first) {
    List<RelDataType> types = call.collectOperandTypes().subList(first, call.getOperandCount());
    RelDataType common = call.getTypeFactory().leastRestrictive(types);
    return call.getTypeFactory()
        .createTypeWithNullability(
            common == null
                ? call.getTypeFactory().createSqlType(SqlTypeName.VARCHAR, 1024)
                : common,
            true);
  }

  private static SqlFunction function(String name, SqlReturnTypeInference type) {
    return new SqlFunction(
        name.toUpperCase(Locale.ROOT),
        SqlKind.OTHER_FUNCTION,
        type,
        null,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
  }

  /// Looks in the second table only for what the first one lacks: a name that is found twice would
  /// be resolved by neither.
  private record Preferred(SqlOperatorTable first, SqlOperatorTable second)
      implements SqlOperatorTable {
    @Override
    public void lookupOperatorOverloads(
        SqlIdentifier name,
        @Nullable SqlFunctionCategory category,
        SqlSyntax syntax,
        List<SqlOperator> found,
        SqlNameMatcher matcher) {
      int before = found.size();
      first.lookupOperatorOverloads(name, category, syntax, found, matcher);
      if (found.size() == before) {
        second.lookupOperatorOverloads(name, category, syntax, found, matcher);
      }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
      List<SqlOperator> all = new ArrayList<>(first.getOperatorList());
      all.addAll(second.getOperatorList());
      return all;
    }
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.tidb.sql.functions.MysqlFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlRankFunction;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/// What a statement may use: MySQL's functions, and of Calcite's own the operators, the aggregates
/// and CAST. Calcite's other functions are left out, because many mean something else than MySQL's
/// of the same name.
final class MysqlOperators {
  private static final Set<SqlKind> KEPT =
      Set.of(SqlKind.CAST, SqlKind.GROUPING, SqlKind.GROUP_ID, SqlKind.ROW_NUMBER);

  /// A literal behind the number of the parameter that it is.
  static final SqlFunction PARAMETER =
      new SqlFunction(
          "$PARAMETER",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG1,
          null,
          OperandTypes.ANY_ANY,
          SqlFunctionCategory.SYSTEM);

  static final SqlOperatorTable TABLE =
      new Preferred(
          SqlOperatorTables.of(own()),
          SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
              SqlLibrary.STANDARD, SqlLibrary.MYSQL));

  private MysqlOperators() {}

  private static List<SqlOperator> own() {
    List<SqlOperator> all =
        new ArrayList<>(List.of(PARAMETER, BooleanContexts.TRUTH, BooleanContexts.NUMBER));
    MysqlFunctions.all().forEach(function -> all.add(new CalledFunction(function)));
    all.addAll(AggregateOperators.ALL);
    all.addAll(MysqlSyntax.OPERATORS);
    // MySQL's need no ORDER BY: without it all rows are peers.
    all.add(new SqlRankFunction(SqlKind.RANK, ReturnTypes.RANK, false));
    all.add(new SqlRankFunction(SqlKind.DENSE_RANK, ReturnTypes.RANK, false));
    all.add(new SqlRankFunction(SqlKind.PERCENT_RANK, ReturnTypes.FRACTIONAL_RANK, false));
    all.add(new SqlRankFunction(SqlKind.CUME_DIST, ReturnTypes.FRACTIONAL_RANK, false));
    all.add(new LenientAggregate("MIN", SqlKind.MIN, type -> type));
    all.add(new LenientAggregate("MAX", SqlKind.MAX, type -> type));
    return all;
  }

  private static boolean isKept(SqlOperator operator) {
    return !(operator instanceof SqlFunction)
        || operator instanceof SqlAggFunction
        || KEPT.contains(operator.getKind());
  }

  /// Looks in Calcite's table only for what is not ours: a name that is found twice would be
  /// resolved by neither.
  private record Preferred(SqlOperatorTable own, SqlOperatorTable calcite)
      implements SqlOperatorTable {
    @Override
    public void lookupOperatorOverloads(
        SqlIdentifier name,
        @Nullable SqlFunctionCategory category,
        SqlSyntax syntax,
        List<SqlOperator> found,
        SqlNameMatcher matcher) {
      int before = found.size();
      own.lookupOperatorOverloads(name, category, syntax, found, matcher);
      if (found.size() == before) {
        List<SqlOperator> others = new ArrayList<>();
        calcite.lookupOperatorOverloads(name, category, syntax, others, matcher);
        others.stream().filter(MysqlOperators::isKept).forEach(found::add);
      }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
      List<SqlOperator> all = new ArrayList<>(own.getOperatorList());
      calcite.getOperatorList().stream().filter(MysqlOperators::isKept).forEach(all::add);
      return all;
    }
  }
}

package io.minitidb.tidb.sql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/// In MySQL a HAVING without GROUP BY and without aggregates filters rows by the select list; in
/// standard SQL it would make one group of all rows.
final class HavingFilter extends SqlShuttle {
  private final Map<String, SqlNode> aliases = new HashMap<>();

  private HavingFilter() {}

  /// Returns `select` with such a HAVING as a part of its WHERE.
  static SqlSelect merged(SqlSelect select) {
    SqlNode having = select.getHaving();
    if (having == null
        || select.getGroup() != null
        || Aggregates.in(having)
        || select.getSelectList().stream().anyMatch(Aggregates::in)) {
      return select;
    }
    HavingFilter filter = new HavingFilter();
    for (SqlNode item : select.getSelectList()) {
      if (item.getKind() == SqlKind.AS && ((SqlCall) item).operand(1) instanceof SqlIdentifier id) {
        filter.aliases.put(
            id.getSimple().toLowerCase(Locale.ROOT), ((SqlBasicCall) item).operand(0));
      }
    }
    SqlNode condition = having.accept(filter);
    SqlNode where = select.getWhere();
    select.setHaving(null);
    select.setWhere(
        where == null || condition == null
            ? condition
            : SqlStdOperatorTable.AND.createCall(having.getParserPosition(), where, condition));
    return select;
  }

  @Override
  public @Nullable SqlNode visit(SqlIdentifier name) {
    return name.isSimple()
        ? aliases.getOrDefault(name.getSimple().toLowerCase(Locale.ROOT), name)
        : name;
  }

  /// Whether an expression aggregates; what a subquery in it does is its own affair.
  private static final class Aggregates extends SqlBasicVisitor<Void> {
    private static final java.util.Set<String> NAMES =
        java.util.Set.of(
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "group_concat",
            "any_value",
            "std",
            "stddev",
            "stddev_pop",
            "stddev_samp",
            "variance",
            "var_pop",
            "var_samp",
            "bit_and",
            "bit_or",
            "bit_xor",
            "json_arrayagg",
            "json_objectagg",
            "approx_count_distinct",
            "approx_percentile",
            "listagg");

    static boolean in(SqlNode node) {
      try {
        node.accept(new Aggregates());
        return false;
      } catch (Util.FoundOne e) {
        Util.swallow(e, null);
        return true;
      }
    }

    @Override
    public Void visit(SqlCall call) {
      if (call instanceof SqlSelect) {
        return null;
      }
      if (NAMES.contains(call.getOperator().getName().toLowerCase(Locale.ROOT))) {
        throw Util.FoundOne.NULL;
      }
      return super.visit(call);
    }
  }
}

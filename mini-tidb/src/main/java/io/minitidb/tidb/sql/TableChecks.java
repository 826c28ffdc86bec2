package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Refuses tables that a query makes up and MySQL does not take: without a name, with a column's
/// name twice, with rows of different lengths; joins without their condition, and `*` of no table.
final class TableChecks extends SqlBasicVisitor<@Nullable Void> {
  private final Places places;

  TableChecks(Places places) {
    this.places = places;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    switch (call) {
      case SqlSelect select -> {
        SqlNode from = select.getFrom();
        if (from == null || isOneRow(from)) {
          select.getSelectList().forEach(TableChecks::noStar);
        } else {
          named(from);
        }
      }
      case SqlJoin join -> join(join);
      case SqlWith with ->
          once(
              with.withList.stream().map(item -> ((SqlWithItem) item).name.getSimple()).toList(),
              SqlError.NOT_UNIQUE_TABLE,
              "Not unique table/alias: '");
      case SqlWithItem item ->
          columns(item.columnList == null ? names(item.query) : simple(item.columnList.getList()));
      case SqlCall as when as.getKind() == SqlKind.AS && query(as.operand(0)) != null ->
          derived(as);
      case SqlCall values when values.getKind() == SqlKind.VALUES -> rows(values);
      default -> {}
    }
    return super.visit(call);
  }

  private static boolean isOneRow(SqlNode from) {
    return from instanceof SqlCall as
        && as.getKind() == SqlKind.AS
        && as.operand(1) instanceof SqlIdentifier name
        && name.getSimple().equals(Rewriting.DUAL);
  }

  private static void noStar(@Nullable SqlNode item) {
    if (item instanceof SqlIdentifier star && star.isStar() && star.names.size() == 1) {
      throw new SqlException(SqlError.NO_TABLES, "No tables used");
    }
  }

  private void join(SqlJoin join) {
    named(join.getLeft());
    named(join.getRight());
    boolean none = join.getConditionType() == JoinConditionType.NONE;
    boolean wrong =
        switch (join.getJoinType()) {
          case LEFT, RIGHT -> none != join.isNatural();
          default -> join.isNatural() && !none;
        };
    if (wrong) {
      throw places.behind(join.getRight().getParserPosition());
    }
  }

  private static void named(SqlNode table) {
    if (query(table) != null) {
      throw new SqlException(SqlError.UNNAMED_TABLE, "Every derived table must have its own alias");
    }
  }

  /// Returns the query that a table is made of; null for any other table.
  private static @Nullable SqlNode query(SqlNode table) {
    SqlNode node = table.getKind() == SqlKind.LATERAL ? ((SqlCall) table).operand(0) : table;
    return node.isA(SqlKind.QUERY) ? node : null;
  }

  private static void derived(SqlCall as) {
    List<SqlNode> operands = as.getOperandList();
    columns(
        operands.size() > 2
            ? simple(operands.subList(2, operands.size()))
            : names(Objects.requireNonNull(query(operands.getFirst()))));
  }

  private static List<String> simple(List<? extends @Nullable SqlNode> names) {
    return names.stream().map(name -> ((SqlIdentifier) name).getSimple()).toList();
  }

  /// Returns the names of the columns of a query that have one without looking at tables.
  private static List<String> names(SqlNode query) {
    return switch (query) {
      case SqlOrderBy ordered -> names(ordered.query);
      case SqlWith with -> names(with.body);
      case SqlSelect select -> {
        List<String> names = new ArrayList<>();
        for (SqlNode item : select.getSelectList()) {
          SqlNode name = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(1) : item;
          if (name instanceof SqlIdentifier id && !id.isStar()) {
            names.add(id.names.getLast());
          }
        }
        yield names;
      }
      case SqlCall union when SqlKind.SET_QUERY.contains(union.getKind()) ->
          names(union.operand(0));
      default -> List.of();
    };
  }

  private static void columns(List<String> names) {
    once(names, SqlError.DUPLICATE_COLUMN, "Duplicate column name '");
  }

  private static void once(List<String> names, SqlError error, String message) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new SqlException(error, message + name + "'");
      }
    }
  }

  private static void rows(SqlCall values) {
    int columns = -1;
    for (int i = 0; i < values.operandCount(); i++) {
      int count =
          values.operand(i) instanceof SqlCall row && row.getKind() == SqlKind.ROW
              ? row.operandCount()
              : 1;
      if (columns >= 0 && count != columns) {
        throw new SqlException(
            SqlError.VALUE_COUNT, "Column count doesn't match value count at row " + (i + 1));
      }
      columns = count;
    }
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// What MySQL says of columns that are not grouped, and of groups by aggregates.
final class GroupErrors {
  private static final String FULL = "; this is incompatible with sql_mode=only_full_group_by";

  private GroupErrors() {}

  /// @param column that has many values in a group
  static SqlException notGrouped(String column, Clause.Found at, Throwable cause) {
    if (at.isHaving()) {
      return new SqlException(
          SqlError.BAD_COLUMN, "Unknown column '" + column + "' in 'having clause'", cause);
    }
    if (!at.grouped()) {
      return new SqlException(
          SqlError.MIXED_GROUPING,
          "In aggregated query without GROUP BY, expression #"
              + at.item()
              + " of "
              + at.list()
              + " contains nonaggregated column '"
              + column
              + "'"
              + FULL,
          cause);
    }
    return new SqlException(
        SqlError.NOT_FULLY_GROUPED,
        "Expression #"
            + at.item()
            + " of "
            + at.list()
            + " is not in GROUP BY clause and contains nonaggregated column '"
            + column
            + "' which is not functionally dependent on columns in GROUP BY clause"
            + FULL,
        cause);
  }

  /// Of an aggregate in the GROUP BY of `query`: it may be there itself, or be what an alias or a
  /// position stands for.
  static SqlException byAggregate(SqlNode query, CalciteText text, CalciteContextException cause) {
    String[] name = {""};
    query.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlSelect select && select.getGroup() != null) {
              select
                  .getGroup()
                  .forEach(key ->
                      meant(select, Objects.requireNonNull(key), text)
                          .ifPresent(found -> name[0] = found));
            }
            return super.visit(call);
          }
        });
    return name[0].isEmpty()
        ? new SqlException(SqlError.GROUP_FUNCTION, "Invalid use of group function", cause)
        : new SqlException(SqlError.GROUP_BY_AGGREGATE, "Can't group on '" + name[0] + "'", cause);
  }

  private static Optional<String> meant(SqlSelect select, SqlNode key, CalciteText text) {
    List<SqlNode> items =
        select.getSelectList().stream().<SqlNode>map(Objects::requireNonNull).toList();
    Optional<BigDecimal> number = CallForm.number(key);
    if (number.isPresent()) {
      int at = number.get().intValue() - 1;
      return at < 0 || at >= items.size() || !RecursiveChecks.aggregates(items.get(at))
          ? Optional.empty()
          : Optional.of(name(items.get(at), text));
    }
    return key instanceof SqlIdentifier id && id.isSimple()
        ? items.stream()
            .filter(item -> item.getKind() == SqlKind.AS)
            .filter(RecursiveChecks::aggregates)
            .map(item -> ((SqlCall) item).operand(1).toString())
            .filter(id.getSimple()::equalsIgnoreCase)
            .findFirst()
        : Optional.empty();
  }

  private static String name(SqlNode item, CalciteText text) {
    if (item.getKind() == SqlKind.AS) {
      return ((SqlCall) item).operand(1).toString();
    }
    SqlParserPos at = item.getParserPosition();
    return text.original(
        text.position(at.getLineNum(), at.getColumnNum()),
        text.position(at.getEndLineNum(), at.getEndColumnNum()));
  }
}

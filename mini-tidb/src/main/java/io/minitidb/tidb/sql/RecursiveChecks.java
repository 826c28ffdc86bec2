package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Refuses recursive tables that do not begin with rows of their own and go on with rows that each
/// come from rows of the round before.
final class RecursiveChecks extends SqlBasicVisitor<@Nullable Void> {
  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlWithItem item
        && item.recursive.booleanValue()
        && refers(item.query, item.name.getSimple())) {
      check(item.query, item.name.getSimple());
    }
    return super.visit(call);
  }

  private static boolean refers(SqlNode query, String table) {
    return TableUses.of(query, table).count() > 0;
  }

  private static void check(SqlNode query, String table) {
    if (query instanceof SqlOrderBy) {
      throw NamedFunctions.unsupported("ORDER BY or LIMIT in a recursive table");
    }
    if (query.getKind() == SqlKind.EXCEPT || query.getKind() == SqlKind.INTERSECT) {
      throw noUnion();
    }
    if (query.getKind() != SqlKind.UNION) {
      throw wrong(
          SqlError.RECURSIVE_WITHOUT_UNION,
          "Recursive Common Table Expression '" + table + "' should contain a UNION");
    }
    List<SqlNode> blocks = new ArrayList<>();
    flatten(query, blocks);
    List<SqlNode> recursive = blocks.stream().filter(block -> refers(block, table)).toList();
    int first = blocks.indexOf(recursive.getFirst());
    if (first == 0 || first + recursive.size() < blocks.size()) {
      throw wrong(
          SqlError.RECURSIVE_FIRST,
          "Recursive Common Table Expression '"
              + table
              + "' should have one or more non-recursive query blocks followed by one or more"
              + " recursive ones");
    }
    recursive.forEach(block -> block(block, table));
    if (recursive.size() > 1) {
      throw NamedFunctions.unsupported("several recursive query blocks in a recursive table");
    }
  }

  private static void flatten(SqlNode query, List<SqlNode> blocks) {
    if (query.getKind() == SqlKind.UNION) {
      ((SqlCall) query).getOperandList().forEach(part -> flatten(part, blocks));
    } else {
      blocks.add(query);
    }
  }

  private static void block(SqlNode block, String table) {
    if (block.getKind() == SqlKind.EXCEPT || block.getKind() == SqlKind.INTERSECT) {
      throw noUnion();
    }
    if (!(block instanceof SqlSelect select) || select.isDistinct()) {
      throw NamedFunctions.unsupported(
          "ORDER BY / LIMIT / SELECT DISTINCT in recursive query block of Common Table Expression");
    }
    boolean grouped =
        select.getGroup() != null
            || aggregates(select.getSelectList())
            || select.getHaving() != null && aggregates(select.getHaving());
    if (grouped) {
      throw wrong(
          SqlError.RECURSIVE_AGGREGATION,
          "Recursive Common Table Expression '"
              + table
              + "' can contain neither aggregation nor window functions in recursive query block");
    }
    String within = "In recursive query block of Recursive Common Table Expression '" + table + "'";
    TableUses uses = TableUses.of(select, table);
    if (uses.count() > 1 || uses.inSubquery()) {
      throw wrong(
          SqlError.RECURSIVE_REFERENCES,
          within + ", the recursive table must be referenced only once, and not in any subquery");
    }
    if (uses.optional()) {
      throw wrong(
          SqlError.RECURSIVE_JOIN,
          within
              + ", the recursive table must neither be in the right argument of a LEFT JOIN, nor be"
              + " forced to be non-first with join order hints");
    }
  }

  /// Returns whether an expression aggregates rows or looks at a window of them.
  static boolean aggregates(SqlNode node) {
    boolean[] found = {false};
    node.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            found[0] |=
                call.getKind() == SqlKind.OVER
                    || CallForm.of(CallChecks.name(call)).filter(CallForm::isAggregate).isPresent();
            return call instanceof SqlSelect ? null : super.visit(call);
          }
        });
    return found[0];
  }

  private static SqlException noUnion() {
    return wrong(
        SqlError.RECURSIVE_NOT_UNION,
        "Recursive table reference in EXCEPT or INTERSECT operand is not allowed.");
  }

  private static SqlException wrong(SqlError error, String message) {
    return new SqlException(error, message);
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Refuses calls that MySQL's grammar does not have: `*` for an argument, DISTINCT in a function of
/// one row, aggregates and window functions with other arguments than theirs, OVER where it cannot
/// be, and none where it must be.
final class CallChecks extends SqlBasicVisitor<@Nullable Void> {
  private final Places places;

  CallChecks(Places places) {
    this.places = places;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call.getKind() == SqlKind.OVER) {
      over(call);
      return null;
    }
    if (call.getOperator() instanceof SqlFunction function) {
      String name = name(call);
      if (CallForm.of(name).filter(CallForm::isWindow).isPresent()) {
        throw places.behind(call.getParserPosition());
      }
      check(call, function, name);
    }
    return super.visit(call);
  }

  static String name(SqlCall call) {
    return call.getOperator().getName().toLowerCase(Locale.ROOT);
  }

  /// Returns the function of `f(...) IGNORE NULLS OVER ...`.
  static SqlNode function(SqlCall over) {
    SqlNode first = over.operand(0);
    return first.getKind() == SqlKind.IGNORE_NULLS || first.getKind() == SqlKind.RESPECT_NULLS
        ? ((SqlCall) first).operand(0)
        : first;
  }

  private void over(SqlCall over) {
    if (!(function(over) instanceof SqlCall call)
        || !(call.getOperator() instanceof SqlFunction function)
        || CallForm.of(name(call)).filter(CallForm::takesWindow).isEmpty()) {
      throw places.behind(function(over).getParserPosition());
    }
    check(call, function, name(call));
    call.getOperandList()
        .forEach(operand -> {
          if (operand != null) {
            operand.accept(this);
          }
        });
    over.operand(1).accept(this);
  }

  private void check(SqlCall call, SqlFunction function, String name) {
    SqlIdentifier full = function.getSqlIdentifier();
    if (full != null && full.names.size() > 1) {
      throw new SqlException(
          SqlError.NO_SUCH_FUNCTION,
          "FUNCTION " + String.join(".", full.names) + " does not exist");
    }
    boolean distinct = call.getFunctionQuantifier() != null;
    CallForm form = CallForm.of(name).orElse(CallForm.ANY);
    if (distinct && !form.isAggregate()) {
      throw places.at(Objects.requireNonNull(call.getFunctionQuantifier()).getParserPosition(), "");
    }
    List<SqlNode> args = call.getOperandList();
    for (SqlNode arg : args) {
      boolean counted = name.equals("count") && args.size() == 1 && !distinct;
      if (arg instanceof SqlIdentifier id && id.isStar() && (!counted || id.names.size() > 1)) {
        throw places.at(arg.getParserPosition(), "");
      }
    }
    int most = name.equals("count") && distinct ? Integer.MAX_VALUE : form.most();
    if (args.size() < form.least()) {
      throw places.atEnd(call.getParserPosition());
    }
    if (args.size() > most) {
      throw most == 0
          ? places.at(args.getFirst().getParserPosition(), "")
          : places.behind(args.get(most - 1).getParserPosition());
    }
    if (form.number() < args.size() && !form.takes(args.get(form.number()))) {
      throw places.at(args.get(form.number()).getParserPosition(), "");
    }
  }
}

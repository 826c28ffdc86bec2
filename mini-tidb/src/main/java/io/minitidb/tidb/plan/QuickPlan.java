package io.minitidb.tidb.plan;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Function;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which plans are run in no time to speak of: a few rows that stand in the statement, of values
/// that are known and of functions that take as long for any arguments, or nearly. Everything else
/// may wait, or compute for long.
public final class QuickPlan {
  private static final int MOST_ROWS = 16;

  /// None of them makes more of its arguments than they are, as REPEAT does.
  private static final Set<String> SHORT =
      Set.of(
          "plus",
          "minus",
          "multiply",
          "divide",
          "intdiv",
          "mod",
          "negate",
          "lt",
          "le",
          "gt",
          "ge",
          "eq",
          "ne",
          "nulleq",
          "and",
          "or",
          "xor",
          "not",
          "isnull",
          "istrue",
          "isfalse",
          "case",
          "if",
          "ifnull",
          "coalesce",
          "concat");

  /// They compare each place of a text with another text, or copy it: quick for short ones.
  private static final Set<String> OF_SHORT_TEXTS =
      Set.of(
          "char_length",
          "find_in_set",
          "instr",
          "length",
          "locate",
          "lower",
          "ltrim",
          "rtrim",
          "trim",
          "upper");

  /// In characters.
  private static final int SHORT_TEXT = 1 << 10;

  private QuickPlan() {}

  public static boolean is(PlanNode plan) {
    return switch (plan) {
      case PlanNode.Values values ->
          values.rows().size() <= MOST_ROWS && values.rows().stream().allMatch(QuickPlan::are);
      case PlanNode.Projection projection -> are(projection.exprs()) && is(projection.input());
      case PlanNode.Limit limit -> is(limit.input());
      default -> false;
    };
  }

  /// Returns the rows of a plan that has nothing to compute.
  public static Optional<List<Batch>> rows(PlanNode plan) {
    return switch (plan) {
      case PlanNode.Projection projection when isOneRow(projection.input()) ->
          row(projection.exprs());
      case PlanNode.Values values when values.rows().size() == 1 -> row(values.rows().getFirst());
      default -> Optional.empty();
    };
  }

  private static boolean isOneRow(PlanNode plan) {
    return plan instanceof PlanNode.Values values
        && values.rows().size() == 1
        && areKnown(values.rows().getFirst());
  }

  private static Optional<List<Batch>> row(List<Expr> exprs) {
    return areKnown(exprs)
        ? Optional.of(
            List.of(
                Batch.of(exprs.stream().map(expr -> ((Expr.Constant) expr).value()).toList(), 1)))
        : Optional.empty();
  }

  private static boolean areKnown(List<Expr> exprs) {
    return !exprs.isEmpty()
        && exprs.stream()
            .allMatch(expr -> expr instanceof Expr.Constant constant && !constant.isParameter());
  }

  private static boolean are(List<Expr> exprs) {
    return exprs.stream().allMatch(QuickPlan::is);
  }

  private static boolean is(Expr expr) {
    return switch (expr) {
      case Expr.Constant _, Expr.ColumnRef _ -> true;
      case Expr.Call call ->
          (is(call.function()) || isShort(call) && areShort(call.args())) && are(call.args());
    };
  }

  private static boolean isShort(Expr.Call call) {
    return OF_SHORT_TEXTS.contains(call.function().name())
        || call.function().name().equals("replace")
            && length(call.args().get(2)) <= length(call.args().get(1));
  }

  private static boolean areShort(List<Expr> exprs) {
    return exprs.stream()
        .allMatch(expr ->
            expr instanceof Expr.Call call ? areShort(call.args()) : length(expr) <= SHORT_TEXT);
  }

  /// Returns how long a text that is known is; others are as long as can be.
  private static int length(Expr expr) {
    if (!(expr instanceof Expr.Constant constant) || constant.isParameter()) {
      return Integer.MAX_VALUE;
    }
    return constant.type().kind() == Kind.STRING && !constant.isNull()
        ? constant.value().getString(0).length()
        : 0;
  }

  private static boolean is(Function function) {
    return function.isOfTheMoment() || SHORT.contains(function.name());
  }
}

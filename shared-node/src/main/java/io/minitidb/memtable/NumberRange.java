package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.Expr;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Between which values a column of numbers must lie to fulfil conditions, both included and never
/// too narrow: the conditions are executed as well.
public record NumberRange(double from, double to) {
  public static final NumberRange ALL =
      new NumberRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private static final Batch ONE_ROW = new Batch(List.of(), 1);

  /// Reads comparisons with constants, and AND of them; what it does not understand allows all.
  ///
  /// @param conditions of one column alone, which is number 0
  static NumberRange of(List<Expr> conditions) {
    NumberRange range = ALL;
    for (Expr condition : conditions) {
      range = range.and(read(condition));
    }
    return range;
  }

  private NumberRange and(NumberRange other) {
    return new NumberRange(Math.max(from, other.from), Math.min(to, other.to));
  }

  /// Says whether any value from `min` to `max` is in the range.
  public boolean meets(double min, double max) {
    return max >= from && min <= to;
  }

  private static NumberRange read(Expr condition) {
    if (!(condition instanceof Expr.Call call)) {
      return ALL;
    }
    List<Expr> args = call.args();
    return switch (call.function().name()) {
      case "and" -> read(args.get(0)).and(read(args.get(1)));
      case "eq" -> compared(call, true, true);
      case "gt", "ge" -> compared(call, true, false);
      case "lt", "le" -> compared(call, false, true);
      default -> ALL;
    };
  }

  /// @param below whether the constant bounds the column from below
  private static NumberRange compared(Expr.Call call, boolean below, boolean above) {
    Expr left = call.args().get(0);
    Expr right = call.args().get(1);
    Kind kind = call.function().kind();
    if (kind != Kind.INT && kind != Kind.REAL) {
      return ALL;
    }
    if (left instanceof Expr.ColumnRef && isConstant(right)) {
      return range(right, below, above);
    }
    return right instanceof Expr.ColumnRef && isConstant(left) ? range(left, above, below) : ALL;
  }

  /// Returns whether an expression has the same value for all rows, known before any is read.
  static boolean isConstant(Expr expr) {
    return switch (expr) {
      case Expr.ColumnRef ref -> false;
      case Expr.Constant constant -> !constant.isParameter();
      case Expr.Call call ->
          call.isPushable()
              && !call.isOfTheMoment()
              && call.args().stream().allMatch(NumberRange::isConstant);
    };
  }

  private static NumberRange range(Expr constant, boolean below, boolean above) {
    Vector value;
    try {
      value = constant.eval(ONE_ROW, new EvalContext(ZoneOffset.UTC, Instant.EPOCH));
    } catch (EvalException e) {
      return ALL; // fails when the condition is executed, if there is a row
    }
    if (value.isNull(0) || value.type().unsigned() && value.getLong(0) < 0) {
      return ALL;
    }
    double number =
        switch (value.type().kind()) {
          case INT -> (double) value.getLong(0);
          case REAL -> value.getDouble(0);
          default -> Double.NaN;
        };
    // Large integers are rounded on their way to a double.
    return Double.isNaN(number)
        ? ALL
        : new NumberRange(
            below ? Math.nextDown(number) : ALL.from(), above ? Math.nextUp(number) : ALL.to());
  }
}

package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.exec.Dag;
import io.minitidb.cop.exec.Demand;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.Expr;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// Finds out of conditions at which moments a row can fulfil them: comparisons of the time column
/// with constants, IN, AND and OR of them. What it does not understand allows every moment, so that
/// no row is lost; a few rows too many are, since the conditions are executed as well.
public final class TimeConditions {
  private static final Batch ONE_ROW = new Batch(List.of(), 1);

  private final int column;
  private final LocalTimes clock;
  private final ZoneId zone;
  private final long unit;

  private TimeConditions(int column, int decimals, ZoneId zone) {
    this.column = column;
    this.clock = new LocalTimes(zone);
    this.zone = zone;
    this.unit = (long) Math.pow(10, 6 - Math.min(6, decimals));
  }

  /// Returns the moments of `table` that a plan reads; all when it has no time column or none is
  /// read.
  ///
  /// @param dag bound to the statement
  public static TimeRanges of(TableInfo table, Dag dag, ZoneId zone) {
    for (int i = 0; i < dag.scan().columns().size(); i++) {
      TableInfo.ColumnInfo column = table.columns().get(dag.scan().columns().get(i));
      if (column.role() == TableInfo.Role.TIME) {
        return of(Demand.of(dag).conditions(), i, column.type(), zone);
      }
    }
    return TimeRanges.ALL;
  }

  /// Returns the moments that all of `conditions` allow.
  ///
  /// @param column the position of the time column: a time, or a text that is compared as one
  /// @param type of the column; what it shows is cut to its decimals, a text has three
  /// @param zone in which the column shows its moments
  public static TimeRanges of(List<Expr> conditions, int column, Type type, ZoneId zone) {
    TimeConditions reader =
        new TimeConditions(column, type.kind() == Kind.TIME ? type.decimals() : 3, zone);
    TimeRanges ranges = TimeRanges.ALL;
    for (Expr condition : conditions) {
      ranges = ranges.and(reader.read(condition));
    }
    return ranges;
  }

  private TimeRanges read(Expr condition) {
    if (!(condition instanceof Expr.Call call)) {
      return TimeRanges.ALL;
    }
    List<Expr> args = call.args();
    return switch (call.function().name()) {
      case "and" -> read(args.get(0)).and(read(args.get(1)));
      case "or" -> read(args.get(0)).or(read(args.get(1)));
      case "eq" -> compared(call, true, true);
      case "gt", "ge" -> compared(call, true, false);
      case "lt", "le" -> compared(call, false, true);
      case "in" -> call.function().kind() == Kind.TIME ? oneOf(args) : TimeRanges.ALL;
      default -> TimeRanges.ALL;
    };
  }

  /// @param from whether the constant bounds the column from below
  private TimeRanges compared(Expr.Call call, boolean from, boolean to) {
    Expr left = call.args().get(0);
    Expr right = call.args().get(1);
    if (call.function().kind() != Kind.TIME) {
      return TimeRanges.ALL;
    }
    if (isColumn(left) && NumberRange.isConstant(right)) {
      return range(right, from, to);
    }
    return isColumn(right) && NumberRange.isConstant(left) ? range(left, to, from) : TimeRanges.ALL;
  }

  private TimeRanges oneOf(List<Expr> args) {
    if (!isColumn(args.getFirst()) || !args.stream().skip(1).allMatch(NumberRange::isConstant)) {
      return TimeRanges.ALL;
    }
    TimeRanges ranges = TimeRanges.NONE;
    for (Expr value : args.subList(1, args.size())) {
      ranges = ranges.or(range(value, true, true));
    }
    return ranges;
  }

  /// Either the column itself, or the time that a column of texts spells.
  private boolean isColumn(Expr expr) {
    if (expr instanceof Expr.Call call
        && call.function().name().equals("cast_time")
        && call.function().kind() == Kind.STRING
        && call.type().decimals() >= 3) {
      return isColumn(call.args().getFirst());
    }
    return expr instanceof Expr.ColumnRef ref && ref.index() == column;
  }

  private TimeRanges range(Expr constant, boolean from, boolean to) {
    try {
      Optional<Long> local = value(constant);
      if (local.isEmpty()) {
        return TimeRanges.NONE;
      }
      return TimeRanges.of(
          from ? clock.first(CoreTime.toLocal(local.get())) : Long.MIN_VALUE,
          to ? clock.last(CoreTime.toLocal(local.get())) + unit - 1 : Long.MAX_VALUE);
    } catch (DateTimeException | ArithmeticException | EvalException e) {
      // The zero date and the like have a place in the order, but are no moment; what cannot be
      // computed fails when the condition is executed, if there is a row.
      return TimeRanges.ALL;
    }
  }

  /// Returns the bits of a time, empty for NULL, which no comparison holds with. What the constant
  /// warns of is said when the condition is executed.
  private Optional<Long> value(Expr constant) {
    Vector value = constant.eval(ONE_ROW, new EvalContext(zone, Instant.EPOCH));
    return value.isNull(0) ? Optional.empty() : Optional.of(value.getLong(0));
  }
}

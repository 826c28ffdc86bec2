package io.minitidb.memtable;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalLong;

/// Tells whether a scan in the order of its time column has come past a value of that column.
final class TimeFrontier {
  private final Wanted.Order order;
  private final ScanContext context;
  private final LocalTimes clock;

  TimeFrontier(Wanted.Order order, ScanContext context) {
    this.order = order;
    this.context = context;
    this.clock = new LocalTimes(context.zone());
  }

  /// @param frontier see [RowCursor#frontier()]
  boolean hasPassed(OptionalLong frontier, Vector keys, int row) {
    if (order == Wanted.Order.ANY || frontier.isEmpty() || keys.isNull(row)) {
      return false;
    }
    Vector times = keys.type().kind() == Kind.TIME ? keys : moments(keys);
    if (times.isNull(row)) {
      return false;
    }
    LocalDateTime local = CoreTime.toLocal(times.getLong(row));
    return order == Wanted.Order.NEWEST_FIRST
        ? local.isAfter(clock.latest(frontier.getAsLong()))
        : local.isBefore(clock.earliest(frontier.getAsLong()));
  }

  /// Returns the times that texts spell, as the conditions on them see them.
  private Vector moments(Vector texts) {
    Expr.Call cast =
        new Expr.Call(
            Functions.get("cast_time", Kind.STRING),
            List.of(new Expr.ColumnRef(0, texts.type())),
            Type.datetime(6));
    return cast.eval(
        new Batch(List.of(texts), texts.rows()), new EvalContext(context.zone(), context.now()));
  }
}

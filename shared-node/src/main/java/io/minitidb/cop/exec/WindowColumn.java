package io.minitidb.cop.exec;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.Expr;
import java.util.List;

/// Computes the column of one window call, partition by partition.
interface WindowColumn {

  /// Appends the values of all rows of `place`.
  void append(Partition place, FrameBounds bounds, VectorBuilder out);

  /// @param rows the whole sorted input
  static WindowColumn of(WindowSpec.WindowCall call, Batch rows, EvalContext context) {
    return switch (call) {
      case WindowSpec.Aggregated aggregated ->
          new FrameAggregate(
              aggregated.call(), vectors(aggregated.call().args(), rows, context), context);
      case WindowSpec.Placed placed -> of(placed, vectors(placed.args(), rows, context));
    };
  }

  private static Vector[] vectors(List<Expr> args, Batch rows, EvalContext context) {
    return args.stream().map(arg -> arg.eval(rows, context)).toArray(Vector[]::new);
  }

  /// One value for each row of a partition.
  @FunctionalInterface
  interface RowValue {
    void append(Partition place, int row, FrameBounds bounds, VectorBuilder out);
  }

  private static WindowColumn each(RowValue value) {
    return (place, bounds, out) -> {
      for (int row = place.from(); row < place.end(); row++) {
        value.append(place, row, bounds, out);
      }
    };
  }

  private static WindowColumn of(WindowSpec.Placed call, Vector[] args) {
    return switch (call.function()) {
      case ROW_NUMBER -> each((place, row, bounds, out) -> out.appendLong(row - place.from() + 1L));
      case RANK -> each((place, row, bounds, out) -> out.appendLong(rank(place, row)));
      case DENSE_RANK -> each((place, row, bounds, out) -> out.appendLong(place.run(row) + 1L));
      case PERCENT_RANK ->
          each((place, row, bounds, out) ->
              out.appendDouble(
                  place.rows() == 1 ? 0 : (rank(place, row) - 1.0) / (place.rows() - 1)));
      case CUME_DIST ->
          each((place, row, bounds, out) ->
              out.appendDouble((double) (place.peersEnd(row) - place.from()) / place.rows()));
      case NTILE -> each((place, row, bounds, out) -> out.appendLong(tile(place, row, args[0])));
      case LAG -> each((place, row, bounds, out) -> shifted(place, row, args, -1, out));
      case LEAD -> each((place, row, bounds, out) -> shifted(place, row, args, 1, out));
      case FIRST_VALUE ->
          each((place, row, bounds, out) -> {
            int from = bounds.from(place, row);
            pick(args[0], from, from < bounds.end(place, row), out);
          });
      case LAST_VALUE ->
          each((place, row, bounds, out) -> {
            int end = bounds.end(place, row);
            pick(args[0], end - 1, bounds.from(place, row) < end, out);
          });
      case NTH_VALUE ->
          each((place, row, bounds, out) -> {
            long at = bounds.from(place, row) + positive(args[1], row, "nth_value") - 1;
            pick(args[0], (int) at, at < bounds.end(place, row), out);
          });
    };
  }

  private static long rank(Partition place, int row) {
    return place.peersFrom(row) - place.from() + 1L;
  }

  /// The first buckets are one row longer when the rows cannot be shared out evenly.
  private static long tile(Partition place, int row, Vector buckets) {
    long count = positive(buckets, row, "ntile");
    long size = place.rows() / count;
    long longer = place.rows() % count;
    long at = (long) row - place.from();
    return at < longer * (size + 1)
        ? at / (size + 1) + 1
        : longer + (at - longer * (size + 1)) / size + 1;
  }

  private static long positive(Vector vector, int row, String function) {
    long value = vector.isNull(row) ? 0 : vector.getLong(row);
    if (value <= 0) {
      throw new EvalException(1210, "Incorrect arguments to " + function);
    }
    return Math.min(value, Integer.MAX_VALUE);
  }

  /// @param args the value, optionally how many rows away, optionally what else
  private static void shifted(
      Partition place, int row, Vector[] args, int direction, VectorBuilder out) {
    long distance = args.length > 1 ? args[1].getLong(row) : 1;
    long far = Math.clamp(distance, 0L, Integer.MAX_VALUE);
    long at = row + direction * far;
    if (at >= place.from() && at < place.end()) {
      out.append(args[0], (int) at);
    } else if (args.length > 2) {
      out.append(args[2], row);
    } else {
      out.appendNull();
    }
  }

  private static void pick(Vector value, int row, boolean exists, VectorBuilder out) {
    if (exists) {
      out.append(value, row);
    } else {
      out.appendNull();
    }
  }
}

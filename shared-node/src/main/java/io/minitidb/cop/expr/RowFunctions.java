package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Functions whose value differs from row to row: RAND, UUID, SLEEP. Computed at the root.
final class RowFunctions {
  /// Between 1582-10-15, where UUIDs count from, and 1970-01-01, in 100 ns.
  private static final long GREGORIAN = 0x01B21DD213814000L;

  private static final long NODE = ThreadLocalRandom.current().nextLong() & 0xFFFFFFFFFFFFL;
  private static final AtomicLong LAST = new AtomicLong();
  private static final double LONGEST_SLEEP = 3600;

  static final List<Function> ALL =
      List.of(
          new Function(
              100540,
              "rand",
              Kind.REAL,
              Function.Stability.ROW,
              (call, args, rows, out, context) -> {
                for (int row = 0; row < rows; row++) {
                  out.appendDouble(ThreadLocalRandom.current().nextDouble());
                }
              }),
          new Function(100541, "rand", Kind.INT, Function.Stability.ROW, RowFunctions::seeded),
          new Function(
              100542,
              "uuid",
              Kind.STRING,
              Function.Stability.ROW,
              (call, args, rows, out, context) -> {
                for (int row = 0; row < rows; row++) {
                  out.appendString(uuid().toString());
                }
              }),
          new Function(100543, "sleep", Kind.REAL, Function.Stability.ROW, RowFunctions::sleep),
          new Function(
              100544,
              "set_last_insert_id",
              Kind.INT,
              Function.Stability.ROW,
              RowFunctions::setLastInsertId));

  private RowFunctions() {}

  /// MySQL's generator, so that a seed gives the series that it gives there.
  private static final class Series {
    private static final long MAX = 0x3FFFFFFF;
    private long first;
    private long second;

    Series(long seed) {
      first = (seed * 0x10001L + 55555555L & 0xFFFFFFFFL) % MAX;
      second = (seed * 0x10000001L & 0xFFFFFFFFL) % MAX;
    }

    double next() {
      first = (first * 3 + second) % MAX;
      second = (first + second + 33) % MAX;
      return (double) first / MAX;
    }
  }

  /// A constant seed begins one series for the statement, a computed one a new series for each row.
  private static void seeded(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      long seed = args[0].isNull(row) ? 0 : args[0].getLong(row);
      Series series =
          args[0].isConstant()
              ? context.state(call, Series.class, () -> new Series(seed))
              : new Series(seed);
      out.appendDouble(series.next());
    }
  }

  /// A UUID of version 1: the time, then a number that this process has chosen.
  private static UUID uuid() {
    Instant now = Instant.now();
    long ticks = now.getEpochSecond() * 10_000_000 + now.getNano() / 100 + GREGORIAN;
    long time = LAST.updateAndGet(last -> Math.max(last + 1, ticks));
    long high = time << 32 | (time >>> 16 & 0xFFFF0000L) | 0x1000 | time >>> 48 & 0xFFF;
    return new UUID(high, 0x8000_0100_0000_0000L | NODE);
  }

  /// Gives back what it sets; NULL sets 0.
  private static void setLastInsertId(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      boolean none = args[0].isNull(row);
      context.session().lastInsertId().set(none ? 0 : args[0].getLong(row));
      if (none) {
        out.appendNull();
      } else {
        out.appendLong(args[0].getLong(row));
      }
    }
  }

  /// Waits for each row, at most an hour. An only row is 1 when it was interrupted, as by KILL
  /// QUERY; of several that is the end.
  private static void sleep(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      double seconds = args[0].isNull(row) ? -1 : args[0].getDouble(row);
      if (seconds < 0) {
        throw new EvalException(1210, "Incorrect arguments to sleep.");
      }
      try {
        TimeUnit.MILLISECONDS.sleep((long) (Math.min(LONGEST_SLEEP, seconds) * 1000));
        out.appendLong(0);
      } catch (InterruptedException e) {
        if (rows > 1) {
          throw new EvalException(1317, "Query execution was interrupted");
        }
        out.appendLong(1);
      }
    }
  }
}

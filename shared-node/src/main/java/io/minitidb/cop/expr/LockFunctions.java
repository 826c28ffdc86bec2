package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// GET_LOCK and its like, row after row.
final class LockFunctions {
  private static final int LONGEST_NAME = 64;
  private static final double FOR_EVER = 1e9;

  static final List<Function> ALL =
      List.of(
          of(
              100550,
              "get_lock",
              (args, row, locks) -> Optional.of(get(args, row, locks) ? 1L : 0L)),
          of(
              100551,
              "release_lock",
              (args, row, locks) -> {
                String name = name(args, row);
                boolean known = locks.holder(name).isPresent();
                boolean released = locks.release(name);
                return known ? Optional.of(released ? 1L : 0L) : Optional.empty();
              }),
          of(
              100552,
              "is_free_lock",
              (args, row, locks) ->
                  Optional.of(locks.holder(name(args, row)).isPresent() ? 0L : 1L)),
          of(100553, "is_used_lock", (args, row, locks) -> locks.holder(name(args, row))),
          new Function(
              100554,
              "release_all_locks",
              Kind.INT,
              Function.Stability.ROW,
              (call, args, rows, out, context) -> {
                for (int row = 0; row < rows; row++) {
                  out.appendLong(context.session().locks().releaseAll());
                }
              }));

  private LockFunctions() {}

  private interface Body {
    Optional<Long> of(Vector[] args, int row, NamedLocks locks);
  }

  private static Function of(int sig, String name, Body body) {
    return new Function(
        sig,
        name,
        Kind.STRING,
        Function.Stability.ROW,
        (call, args, rows, out, context) -> {
          for (int row = 0; row < rows; row++) {
            append(body.of(args, row, context.session().locks()), out);
          }
        });
  }

  private static void append(Optional<Long> value, VectorBuilder out) {
    if (value.isPresent()) {
      out.appendLong(value.get());
    } else {
      out.appendNull();
    }
  }

  private static String name(Vector[] args, int row) {
    String name = args[0].isNull(row) ? "" : args[0].getString(row);
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new EvalException(
          3057, "Incorrect user-level lock name '" + (name.isEmpty() ? "NULL" : name) + "'.");
    }
    return name;
  }

  /// A wait that is below zero, or NULL, has no end.
  private static boolean get(Vector[] args, int row, NamedLocks locks) {
    double seconds = args[1].isNull(row) ? FOR_EVER : args[1].getDouble(row);
    double wait = seconds < 0 ? FOR_EVER : Math.min(seconds, FOR_EVER);
    try {
      return locks.get(name(args, row), (long) (wait * TimeUnit.SECONDS.toNanos(1)));
    } catch (InterruptedException e) {
      throw new EvalException(1317, "Query execution was interrupted");
    }
  }
}

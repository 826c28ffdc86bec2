package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.ArrayList;
import java.util.List;

/// GREATEST, LEAST, FIELD and INTERVAL, which compare their arguments with each other; all are of
/// one kind.
final class ChoiceFunctions {
  static final List<Function> ALL = all();

  private ChoiceFunctions() {}

  private static List<Function> all() {
    List<Function> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      int offset = kind.offset();
      int greatest = kind == Kind.DURATION ? 7067 : kind == Kind.JSON ? 100520 : 4215 + offset;
      int least = kind == Kind.DURATION ? 7069 : kind == Kind.JSON ? 100521 : 4220 + offset;
      all.add(new Function(greatest, "greatest", kind, extreme(1)));
      all.add(new Function(least, "least", kind, extreme(-1)));
    }
    for (Kind kind : List.of(Kind.INT, Kind.REAL, Kind.STRING)) {
      all.add(new Function(100522 + kind.offset(), "field", kind, ChoiceFunctions::field));
    }
    for (Kind kind : List.of(Kind.INT, Kind.REAL)) {
      all.add(new Function(100530 + kind.offset(), "interval", kind, ChoiceFunctions::interval));
    }
    return all;
  }

  /// NULL when any argument is.
  private static Function.Body extreme(int sign) {
    return (call, args, rows, out, context) -> {
      for (int row = 0; row < rows; row++) {
        if (Bodies.anyNull(args, row)) {
          out.appendNull();
          continue;
        }
        Vector best = args[0];
        for (Vector arg : args) {
          if (sign * compare(arg, best, row) > 0) {
            best = arg;
          }
        }
        out.append(best, row);
      }
    };
  }

  private static int compare(Vector a, Vector b, int row) {
    return Comparisons.of(a.type(), b.type()).compare(a, row, b, row);
  }

  /// Returns which of the others equals the first, 0 for none; NULL equals nothing.
  private static void field(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      int found = 0;
      for (int i = 1; i < args.length && found == 0 && !args[0].isNull(row); i++) {
        found = !args[i].isNull(row) && compare(args[0], args[i], row) == 0 ? i : 0;
      }
      out.appendLong(found);
    }
  }

  /// Returns how many of the others, which ascend, are not greater than the first; -1 for NULL.
  private static void interval(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      int count = 0;
      while (!args[0].isNull(row)
          && count + 1 < args.length
          && (args[count + 1].isNull(row) || compare(args[count + 1], args[0], row) <= 0)) {
        count++;
      }
      out.appendLong(args[0].isNull(row) ? -1 : count);
    }
  }
}

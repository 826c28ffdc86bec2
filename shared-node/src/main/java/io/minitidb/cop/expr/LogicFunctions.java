package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.Arrays;
import java.util.List;

/// Three-valued logic over integers: 0 is false, any other value true, NULL unknown.
final class LogicFunctions {
  static final List<Function> ALL =
      List.of(
          new Function(
              3101,
              "and",
              Kind.INT,
              (call, args, rows, out, context) -> settle(args, rows, out, false, context)),
          new Function(
              3102,
              "or",
              Kind.INT,
              (call, args, rows, out, context) -> settle(args, rows, out, true, context)),
          new Function(
              3103,
              "xor",
              Kind.INT,
              Bodies.longs((a, i) -> bit((a[0].getLong(i) != 0) != (a[1].getLong(i) != 0)))),
          new Function(3104, "not", Kind.INT, Bodies.longs((a, i) -> bit(a[0].getLong(i) == 0))),
          new Function(
              3105,
              "not",
              Kind.DECIMAL,
              Bodies.longs((a, i) -> bit(a[0].getDecimal(i).signum() == 0))),
          new Function(3106, "not", Kind.REAL, Bodies.longs((a, i) -> bit(a[0].getDouble(i) == 0))),
          new Function(3122, "istrue", Kind.INT, truth(true)),
          new Function(3125, "isfalse", Kind.INT, truth(false)),
          new Function(3111, "isnull", Kind.DECIMAL, LogicFunctions::isNull),
          new Function(3112, "isnull", Kind.DURATION, LogicFunctions::isNull),
          new Function(3113, "isnull", Kind.REAL, LogicFunctions::isNull),
          new Function(3114, "isnull", Kind.STRING, LogicFunctions::isNull),
          new Function(3115, "isnull", Kind.TIME, LogicFunctions::isNull),
          new Function(3116, "isnull", Kind.INT, LogicFunctions::isNull),
          new Function(3117, "isnull", Kind.JSON, LogicFunctions::isNull));

  private LogicFunctions() {}

  private static long bit(boolean value) {
    return value ? 1 : 0;
  }

  /// OR is settled by one true argument, AND by one false; if none settles, a NULL makes the answer
  /// NULL.
  private static void settle(
      Vector[] args, int rows, VectorBuilder out, boolean settling, EvalContext context) {
    if (areDense(args)) {
      settleDense(args, rows, out, settling, context);
      return;
    }
    for (int row = 0; row < rows; row++) {
      boolean settled = false;
      boolean unknown = false;
      for (Vector arg : args) {
        if (arg.isNull(row)) {
          unknown = true;
        } else {
          settled |= (arg.getLong(row) != 0) == settling;
        }
      }
      if (!settled && unknown) {
        out.appendNull();
      } else {
        out.appendBoolean(settled == settling);
      }
    }
  }

  private static boolean areDense(Vector[] args) {
    boolean dense = true;
    for (Vector arg : args) {
      dense &= arg.isDense();
    }
    return dense;
  }

  private static void settleDense(
      Vector[] args, int rows, VectorBuilder out, boolean or, EvalContext context) {
    long[] all = context.words(0, rows);
    long[] one = context.words(1, rows);
    Arrays.fill(all, 0, rows, or ? 0 : 1);
    for (Vector arg : args) {
      arg.copyLongs(one, rows);
      for (int row = 0; row < rows; row++) {
        long bit = (one[row] | -one[row]) >>> 63; // 1 for anything but 0
        all[row] = or ? all[row] | bit : all[row] & bit;
      }
    }
    out.appendLongs(all, rows);
  }

  /// IS TRUE and IS FALSE are never NULL.
  private static Function.Body truth(boolean wanted) {
    return (call, args, rows, out, context) -> {
      for (int row = 0; row < rows; row++) {
        out.appendBoolean(!args[0].isNull(row) && (args[0].getLong(row) != 0) == wanted);
      }
    };
  }

  private static void isNull(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      out.appendBoolean(args[0].isNull(row));
    }
  }
}

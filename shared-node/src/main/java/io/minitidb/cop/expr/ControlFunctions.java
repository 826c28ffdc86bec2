package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.ArrayList;
import java.util.List;

/// Functions that choose one of their arguments: IF, IFNULL, COALESCE, CASE. The kind is that of
/// the result.
final class ControlFunctions {
  static final List<Function> ALL = all();

  private ControlFunctions() {}

  private static List<Function> all() {
    List<Function> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      boolean json = kind == Kind.JSON;
      all.add(
          new Function(
              json ? 4113 : 4101 + kind.offset(), "ifnull", kind, ControlFunctions::coalesce));
      all.add(
          new Function(json ? 4114 : 4107 + kind.offset(), "if", kind, ControlFunctions::caseWhen));
      all.add(new Function(4201 + kind.offset(), "coalesce", kind, ControlFunctions::coalesce));
      all.add(new Function(4208 + kind.offset(), "case", kind, ControlFunctions::caseWhen));
    }
    return all;
  }

  private static void coalesce(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      int chosen = 0;
      while (chosen < args.length - 1 && args[chosen].isNull(row)) {
        chosen++;
      }
      out.append(args[chosen], row);
    }
  }

  /// Arguments are condition, value, condition, value, ..., and perhaps a last value for ELSE.
  private static void caseWhen(
      Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context) {
    for (int row = 0; row < rows; row++) {
      int at = 0;
      while (at + 1 < args.length && (args[at].isNull(row) || args[at].getLong(row) == 0)) {
        at += 2;
      }
      int chosen = at + 1 < args.length ? at + 1 : at;
      if (chosen < args.length) {
        out.append(args[chosen], row);
      } else {
        out.appendNull();
      }
    }
  }
}

package io.minitidb.cop.expr;

import io.minitidb.cop.data.Collation;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;

/// The order of values, for comparisons, ORDER BY, MIN and MAX alike.
public final class Comparisons {
  private Comparisons() {}

  /// Orders a row of one vector against a row of another; neither is null.
  @FunctionalInterface
  public interface Comparison {
    int compare(Vector left, int leftRow, Vector right, int rightRow);
  }

  /// Returns the order of values of `left` and `right`, which are of one kind but may differ in
  /// sign.
  public static Comparison of(Type left, Type right) {
    return switch (left.kind()) {
      case INT -> integers(left.unsigned(), right.unsigned());
      case REAL ->
          (a, i, b, j) ->
              Double.compare(a.getDouble(i) + 0.0, b.getDouble(j) + 0.0); // -0.0 + 0.0 is 0.0
      case DECIMAL -> (a, i, b, j) -> a.getDecimal(i).compareTo(b.getDecimal(j));
      case STRING -> {
        Collation collation = left.collation();
        yield (a, i, b, j) -> a.compareText(i, b, j, collation);
      }
      case JSON -> (a, i, b, j) -> a.compareBytes(i, b, j);
      case TIME -> (a, i, b, j) -> CoreTime.compare(a.getLong(i), b.getLong(j));
      case DURATION -> (a, i, b, j) -> Long.compare(a.getLong(i), b.getLong(j));
    };
  }

  /// Returns the order of the arguments of `call`; strings compare by the collation of the call's
  /// own type.
  static Comparison of(Expr.Call call, Type left, Type right) {
    return of(
        left.kind() == Kind.STRING ? left.withCollation(call.type().collation()) : left, right);
  }

  private static Comparison integers(boolean leftUnsigned, boolean rightUnsigned) {
    if (leftUnsigned && rightUnsigned) {
      return (a, i, b, j) -> Long.compareUnsigned(a.getLong(i), b.getLong(j));
    }
    if (leftUnsigned) {
      return (a, i, b, j) ->
          a.getLong(i) < 0 || b.getLong(j) < 0 ? 1 : Long.compare(a.getLong(i), b.getLong(j));
    }
    if (rightUnsigned) {
      return (a, i, b, j) ->
          a.getLong(i) < 0 || b.getLong(j) < 0 ? -1 : Long.compare(a.getLong(i), b.getLong(j));
    }
    return (a, i, b, j) -> Long.compare(a.getLong(i), b.getLong(j));
  }
}

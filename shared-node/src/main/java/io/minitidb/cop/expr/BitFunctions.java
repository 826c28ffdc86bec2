package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import java.util.List;

/// Operators on the 64 bits of integers; their results are unsigned.
final class BitFunctions {
  static final List<Function> ALL =
      List.of(
          new Function(
              3118, "bitand", Kind.INT, Bodies.longs((a, i) -> a[0].getLong(i) & a[1].getLong(i))),
          new Function(
              3119, "bitor", Kind.INT, Bodies.longs((a, i) -> a[0].getLong(i) | a[1].getLong(i))),
          new Function(
              3120, "bitxor", Kind.INT, Bodies.longs((a, i) -> a[0].getLong(i) ^ a[1].getLong(i))),
          new Function(3121, "bitneg", Kind.INT, Bodies.longs((a, i) -> ~a[0].getLong(i))),
          new Function(
              3129,
              "shl",
              Kind.INT,
              Bodies.longs(
                  (a, i) -> isWide(a[1].getLong(i)) ? 0 : a[0].getLong(i) << a[1].getLong(i))),
          new Function(
              3130,
              "shr",
              Kind.INT,
              Bodies.longs(
                  (a, i) -> isWide(a[1].getLong(i)) ? 0 : a[0].getLong(i) >>> a[1].getLong(i))));

  private BitFunctions() {}

  /// A shift by 64 or more bits leaves none, where Java would take the count modulo 64; so does a
  /// negative count, which is a huge unsigned one.
  private static boolean isWide(long count) {
    return Long.compareUnsigned(count, 64) >= 0;
  }
}

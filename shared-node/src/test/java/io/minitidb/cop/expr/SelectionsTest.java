package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The loops over whole arrays agree with the comparison of single values.
final class SelectionsTest {
  private static final long[] EDGES = {
    0, 1, -1, 2, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1, Double.doubleToLongBits(0.5)
  };
  private static final int ROWS = 130;

  private final EvalContext context = new EvalContext(ZoneOffset.UTC, Instant.EPOCH);

  @ParameterizedTest
  @ValueSource(strings = {"lt", "le", "gt", "ge", "eq", "ne"})
  void aLoopAgreesWithSingleValues(String function) {
    long seed = Long.getLong("random.seed", System.nanoTime());
    Random random = new Random(seed);
    for (Type type : List.of(Type.BIGINT, Type.UNSIGNED_BIGINT, Type.DOUBLE)) {
      for (boolean nulls : new boolean[] {false, true}) {
        for (int round = 0; round < 20; round++) {
          Vector left = vector(random, type, nulls);
          long constant = value(random, type);
          Expr right =
              random.nextBoolean()
                  ? new Expr.ColumnRef(1, type)
                  : type.kind() == Kind.REAL
                      ? Expr.Constant.of(Double.longBitsToDouble(constant))
                      : Expr.Constant.of(
                          constant, random.nextBoolean() ? Type.BIGINT : Type.UNSIGNED_BIGINT);
          Batch batch = new Batch(List.of(left, vector(random, type, nulls)), ROWS);
          Expr.Call call =
              new Expr.Call(
                  Functions.get(function, type.kind()),
                  List.of(new Expr.ColumnRef(0, type), right),
                  Type.BOOLEAN);
          check(call, batch, "seed " + seed + " " + function + " " + type);
        }
      }
    }
  }

  private void check(Expr.Call call, Batch batch, String what) {
    long[] truth = new long[ROWS];
    int count = Selections.truth(call, batch, context, truth);
    Vector right = call.args().get(1).eval(batch, context);
    int expected = 0;
    for (int row = 0; row < ROWS; row++) {
      boolean holds =
          !batch.column(0).isNull(row)
              && !right.isNull(row)
              && holds(call.function().name(), compare(batch.column(0), right, row));
      assertThat(truth[row]).as("%s, row %d", what, row).isEqualTo(holds ? 1 : 0);
      expected += holds ? 1 : 0;
    }
    assertThat(count).as(what).isEqualTo(expected);
  }

  private static int compare(Vector left, Vector right, int row) {
    Type type = left.type();
    if (type.kind() == Kind.REAL) {
      double a = left.getDouble(row);
      double b = right.getDouble(row);
      return a < b ? -1 : a > b ? 1 : 0;
    }
    return exact(left, row).compareTo(exact(right, row));
  }

  private static BigInteger exact(Vector vector, int row) {
    long bits = vector.getLong(row);
    return vector.type().unsigned()
        ? new BigInteger(Long.toUnsignedString(bits))
        : BigInteger.valueOf(bits);
  }

  private static boolean holds(String function, int order) {
    return switch (function) {
      case "lt" -> order < 0;
      case "le" -> order <= 0;
      case "gt" -> order > 0;
      case "ge" -> order >= 0;
      case "eq" -> order == 0;
      default -> order != 0;
    };
  }

  private static long value(Random random, Type type) {
    if (type.kind() == Kind.REAL) {
      double[] edges = {0.0, -0.0, 1.5, -1.5, Double.MAX_VALUE, -Double.MIN_VALUE, 1e300};
      return Double.doubleToRawLongBits(
          random.nextBoolean() ? edges[random.nextInt(edges.length)] : random.nextGaussian());
    }
    return random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
  }

  private static Vector vector(Random random, Type type, boolean nulls) {
    VectorBuilder out = new VectorBuilder(type, ROWS);
    for (int row = 0; row < ROWS; row++) {
      if (nulls && random.nextInt(4) == 0) {
        out.appendNull();
      } else if (type.kind() == Kind.REAL) {
        out.appendDouble(Double.longBitsToDouble(value(random, type)));
      } else {
        out.appendLong(value(random, type));
      }
    }
    return out.build();
  }
}

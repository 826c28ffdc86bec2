package io.minitidb.cop.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.Comparisons;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The loops over whole batches against the same thing computed value by value. The seed is in the
/// name of the test.
final class RandomBatchesTest {
  private static final long[] EDGES = {
    Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE
  };

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static @Nullable Object value(Random random, Type type, boolean nulls) {
    if (nulls && random.nextInt(4) == 0) {
      return null;
    }
    if (type.kind() == Kind.REAL) {
      return switch (random.nextInt(4)) {
        case 0 -> -0.0;
        case 1 -> (double) random.nextInt(-3, 3);
        case 2 -> random.nextGaussian() * 1e300;
        default -> 0.0;
      };
    }
    return switch (random.nextInt(3)) {
      case 0 -> EDGES[random.nextInt(EDGES.length)];
      case 1 -> (long) random.nextInt(-3, 4);
      default -> random.nextLong();
    };
  }

  private static Vector vector(Random random, Type type, int rows) {
    boolean nulls = random.nextBoolean();
    @Nullable Object[] values = new @Nullable Object[rows];
    Arrays.setAll(values, i -> value(random, type, nulls));
    return Rows.vector(type, values);
  }

  private static boolean holds(String name, int order) {
    return switch (name) {
      case "lt" -> order < 0;
      case "le" -> order <= 0;
      case "gt" -> order > 0;
      case "ge" -> order >= 0;
      case "eq" -> order == 0;
      default -> order != 0;
    };
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void comparisons(long seed) {
    Random random = new Random(seed);
    Type type = List.of(Type.BIGINT, Type.UNSIGNED_BIGINT, Type.DOUBLE).get(random.nextInt(3));
    int rows = 1 + random.nextInt(1500);
    Vector left = vector(random, type, rows);
    Vector right =
        random.nextBoolean()
            ? vector(random, type, rows)
            : Rows.constant(type, value(random, type, random.nextBoolean())).value();
    Expr rightExpr = right.isConstant() ? new Expr.Constant(right) : Rows.column(1, type);
    Batch batch = right.isConstant() ? Rows.batch(left) : Rows.batch(left, right);
    for (String name : List.of("lt", "le", "gt", "ge", "eq", "ne")) {
      Expr condition =
          new Expr.Call(
              Functions.get(name, type.kind()),
              List.of(Rows.column(0, type), rightExpr),
              Type.BOOLEAN);
      List<String> expected = new ArrayList<>();
      List<String> truths = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        boolean unknown = left.isNull(row) || right.isNull(row);
        boolean holds =
            !unknown && holds(name, Comparisons.of(type, type).compare(left, row, right, row));
        truths.add(unknown ? "NULL" : holds ? "1" : "0");
        if (holds) {
          expected.add(Rows.text(left, row));
        }
      }
      assertThat(Rows.text(Rows.batch(spread(condition.eval(batch, Rows.context()), rows))))
          .as(name)
          .isEqualTo(truths);
      Executor selection =
          new SelectionExecutor(Rows.source(batch), List.of(condition), Rows.context());
      List<String> selected =
          Rows.drain(selection).stream()
              .flatMap(b -> Rows.text(Rows.batch(b.column(0))).stream())
              .toList();
      assertThat(selected).as(name).isEqualTo(expected);
    }
  }

  private static Vector spread(Vector vector, int rows) {
    return Batch.of(List.of(vector), rows).column(0);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sumsByKey(long seed) {
    Random random = new Random(seed);
    Type type = random.nextBoolean() ? Type.BIGINT : Type.UNSIGNED_BIGINT;
    List<Batch> batches = new ArrayList<>();
    Map<String, BigInteger[]> expected = new LinkedHashMap<>(); // sum, values, rows
    for (int i = random.nextInt(4); i >= 0; i--) {
      int rows = random.nextInt(1024);
      Batch batch = Rows.batch(vector(random, type, rows), vector(random, type, rows));
      batches.add(batch);
      for (int row = 0; row < rows; row++) {
        BigInteger[] sums =
            expected.computeIfAbsent(
                Rows.text(batch.column(0), row),
                key -> new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO});
        sums[2] = sums[2].add(BigInteger.ONE);
        if (!batch.column(1).isNull(row)) {
          sums[0] = sums[0].add(new BigInteger(Rows.text(batch.column(1), row)));
          sums[1] = sums[1].add(BigInteger.ONE);
        }
      }
    }
    Expr value = Rows.column(1, type);
    List<AggCall> calls =
        List.of(
            new AggCall(AggFunction.SUM, List.of(value), false, Type.decimal(42, 0)),
            new AggCall(AggFunction.COUNT, List.of(value), false, Type.BIGINT),
            new AggCall(AggFunction.COUNT, List.of(), false, Type.BIGINT));
    List<String> rows = new ArrayList<>();
    expected.forEach((key, sums) ->
        rows.add(
            (sums[1].signum() == 0 ? "NULL" : sums[0])
                + " "
                + sums[1]
                + " "
                + sums[2]
                + " "
                + key));
    assertThat(
            Rows.run(
                new AggregationExecutor(
                    new BatchesExecutor(batches),
                    new Operator.Aggregation(List.of(Rows.column(0, type)), calls),
                    true,
                    Rows.context())))
        .isEqualTo(rows);
  }
}

package io.minitidb.cop.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.Expr;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each aggregate over (1, 5, NULL, 3) for group a, a NULL for group b, and over nothing. Values
/// follow the aggregate function descriptions of MySQL's manual.
final class AccumulatorsTest {
  private static final Expr KEY = Rows.column(0, Type.TEXT);
  private static final Expr INT = Rows.column(1, Type.BIGINT);
  private static final Expr REAL = Rows.column(2, Type.DOUBLE);
  private final Batch rows =
      Rows.batch(
          Rows.vector(Type.TEXT, "a", "a", "a", "a", "b"),
          Rows.vector(Type.BIGINT, 1, 5, null, 3, null),
          Rows.vector(Type.DOUBLE, 1, 5, null, 3, null));
  private final EvalContext context = Rows.context();

  private List<String> grouped(AggCall call) {
    return Rows.run(
        new AggregationExecutor(
            Rows.source(rows),
            new Operator.Aggregation(List.of(KEY), List.of(call)),
            false,
            context));
  }

  private List<String> ofNothing(AggCall call) {
    return Rows.run(
        new AggregationExecutor(
            Rows.source(), new Operator.Aggregation(List.of(), List.of(call)), true, context));
  }

  private static AggCall call(AggFunction function, Type type, Expr... args) {
    return new AggCall(function, Arrays.asList(args), false, type);
  }

  @Test
  void bits() {
    Type bits = Type.UNSIGNED_BIGINT;
    assertThat(grouped(call(AggFunction.BIT_AND, bits, INT)))
        .containsExactly("1 a", "18446744073709551615 b");
    assertThat(grouped(call(AggFunction.BIT_OR, bits, INT))).containsExactly("7 a", "0 b");
    assertThat(grouped(call(AggFunction.BIT_XOR, bits, INT))).containsExactly("7 a", "0 b");
    assertThat(ofNothing(call(AggFunction.BIT_AND, bits, INT)))
        .containsExactly("18446744073709551615");
  }

  @Test
  void variancesOfAPopulationAndOfASample() {
    assertThat(grouped(call(AggFunction.VAR_SAMP, Type.DOUBLE, REAL)))
        .containsExactly("4 a", "NULL b");
    assertThat(grouped(call(AggFunction.STDDEV_SAMP, Type.DOUBLE, REAL)))
        .containsExactly("2 a", "NULL b");
    assertThat(grouped(call(AggFunction.VAR_POP, Type.DOUBLE, REAL)))
        .containsExactly("2.6666666666666665 a", "NULL b");
    assertThat(ofNothing(call(AggFunction.STDDEV_POP, Type.DOUBLE, REAL))).containsExactly("NULL");
  }

  @Test
  void aSampleOfOneHasNoVarianceAPopulationHas() {
    Batch one = Rows.batch(Rows.vector(Type.DOUBLE, 7));
    Expr column = Rows.column(0, Type.DOUBLE);
    assertThat(
            Rows.run(
                new AggregationExecutor(
                    Rows.source(one),
                    new Operator.Aggregation(
                        List.of(),
                        List.of(
                            call(AggFunction.VAR_SAMP, Type.DOUBLE, column),
                            call(AggFunction.VAR_POP, Type.DOUBLE, column))),
                    true,
                    context)))
        .containsExactly("NULL 0");
  }

  /// Small ones are added without a test, and a large one must not make the sum wrap.
  @Test
  void sumsOfOneGroupAreExact() {
    assertThat(sum(Type.UNSIGNED_BIGINT, 3L, 4L)).containsExactly("7");
    assertThat(sum(Type.UNSIGNED_BIGINT, -1L, 1L)).containsExactly("18446744073709551616");
    assertThat(sum(Type.UNSIGNED_BIGINT, Long.MAX_VALUE, Long.MAX_VALUE, 2L))
        .containsExactly("18446744073709551616");
    assertThat(sum(Type.BIGINT, -3L, 4L, -8L)).containsExactly("-7");
    assertThat(sum(Type.BIGINT, Long.MIN_VALUE, -1L)).containsExactly("-9223372036854775809");
  }

  private List<String> sum(Type type, Object... values) {
    Type exact = Type.decimal(42, 0);
    return Rows.run(
        new AggregationExecutor(
            Rows.source(Rows.batch(Rows.vector(type, values))),
            new Operator.Aggregation(
                List.of(), List.of(call(AggFunction.SUM, exact, Rows.column(0, type)))),
            false,
            context));
  }

  /// (1, 5, 3) in two parts, (1, 5) and (3), and a node that had no value.
  @Test
  void partialVariancesMerge() {
    Batch parts =
        Rows.batch(
            Rows.vector(Type.BIGINT, 2, 0, 1),
            Rows.vector(Type.DOUBLE, 6, null, 3),
            Rows.vector(Type.DOUBLE, 4, null, 0));
    AggCall merge =
        call(
            AggFunction.VAR_SAMP,
            Type.DOUBLE,
            Rows.column(0, Type.BIGINT),
            Rows.column(1, Type.DOUBLE),
            Rows.column(2, Type.DOUBLE));
    assertThat(
            Rows.run(
                new AggregationExecutor(
                    Rows.source(parts),
                    new Operator.Aggregation(List.of(), List.of(merge)),
                    true,
                    context)))
        .containsExactly("4");
  }

  private static AggCall concat(boolean distinct, int longest, SortKey... order) {
    List<Expr> args =
        List.of(INT, Rows.constant(Type.TEXT, "-"), Rows.constant(Type.BIGINT, longest));
    return new AggCall(AggFunction.GROUP_CONCAT, args, distinct, Type.TEXT, Arrays.asList(order));
  }

  @Test
  void groupConcatSkipsNullsAndOrders() {
    assertThat(grouped(concat(false, 1024))).containsExactly("1-5-3 a", "NULL b");
    assertThat(grouped(concat(false, 1024, new SortKey(INT, true))))
        .containsExactly("5-3-1 a", "NULL b");
    assertThat(ofNothing(concat(false, 1024))).containsExactly("NULL");
  }

  @Test
  void aLongGroupConcatIsCutWithAWarning() {
    assertThat(grouped(concat(false, 4))).containsExactly("1-5- a", "NULL b");
    assertThat(context.warnings())
        .containsExactly(new EvalContext.Warning(1260, "Row 1 was cut by GROUP_CONCAT()"));
  }

  @Test
  void groupConcatIsNeverCutWithinACharacter() {
    Batch text = Rows.batch(Rows.vector(Type.TEXT, "a€"));
    AggCall call =
        call(
            AggFunction.GROUP_CONCAT,
            Type.TEXT,
            Rows.column(0, Type.TEXT),
            Rows.constant(Type.TEXT, ","),
            Rows.constant(Type.BIGINT, 3));
    assertThat(
            Rows.run(
                new AggregationExecutor(
                    Rows.source(text),
                    new Operator.Aggregation(List.of(), List.of(call)),
                    true,
                    context)))
        .containsExactly("a");
  }

  @Test
  void aPercentileIsOneOfTheValues() {
    for (int percent : new int[] {1, 33, 34, 66, 67, 100}) {
      AggCall call =
          call(
              AggFunction.APPROX_PERCENTILE, Type.BIGINT, INT, Rows.constant(Type.BIGINT, percent));
      String expected = percent <= 33 ? "1 a" : percent <= 66 ? "3 a" : "5 a";
      assertThat(grouped(call)).as("%s percent", percent).containsExactly(expected, "NULL b");
    }
  }

  @Test
  void jsonKeepsNullsAndOrdersKeysByLength() {
    assertThat(grouped(call(AggFunction.JSON_ARRAYAGG, Type.JSON, INT)))
        .containsExactly("[1, 5, null, 3] a", "[null] b");
    assertThat(ofNothing(call(AggFunction.JSON_ARRAYAGG, Type.JSON, INT))).containsExactly("NULL");
    Batch pairs =
        Rows.batch(
            Rows.vector(Type.TEXT, "bb", "c", "bb"), Rows.vector(Type.TEXT, "x", "\"\n", null));
    AggCall object =
        call(
            AggFunction.JSON_OBJECTAGG,
            Type.JSON,
            Rows.column(0, Type.TEXT),
            Rows.column(1, Type.TEXT));
    assertThat(
            Rows.run(
                new AggregationExecutor(
                    Rows.source(pairs),
                    new Operator.Aggregation(List.of(), List.of(object)),
                    true,
                    context)))
        .containsExactly("{\"c\": \"\\\"\\n\", \"bb\": null}");
  }

  @Test
  void aNullKeyIsNoJson() {
    assertThatThrownBy(() -> grouped(call(AggFunction.JSON_OBJECTAGG, Type.JSON, INT, KEY)))
        .isInstanceOfSatisfying(EvalException.class, e -> assertThat(e.code()).isEqualTo(3158));
  }

  @Test
  void theFirstRowCountsEvenWhenItIsNull() {
    Batch batch = Rows.batch(Rows.vector(Type.BIGINT, null, 2));
    AggCall first = call(AggFunction.FIRST, Type.BIGINT, Rows.column(0, Type.BIGINT));
    assertThat(
            Rows.run(
                new AggregationExecutor(
                    Rows.source(batch),
                    new Operator.Aggregation(List.of(), List.of(first)),
                    true,
                    context)))
        .containsExactly("NULL");
  }

  @Test
  void aSecondRowOfASingleValueIsAnError() {
    AggCall single = call(AggFunction.SINGLE, Type.BIGINT, INT);
    assertThat(ofNothing(single)).containsExactly("NULL");
    assertThatThrownBy(() -> grouped(single))
        .isInstanceOfSatisfying(EvalException.class, e -> assertThat(e.code()).isEqualTo(1242));
  }
}

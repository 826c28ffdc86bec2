package io.minitidb.cop.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AggregationExecutorTest {
  private static final Type SUM = Type.decimal(42, 0);
  private static final Expr KEY = Rows.column(0, Type.TEXT);
  private static final Expr VALUE = Rows.column(1, Type.BIGINT);
  private static final AggCall ROWS = new AggCall(AggFunction.COUNT, List.of(), false, Type.BIGINT);

  private final Batch first =
      Rows.batch(
          Rows.vector(Type.TEXT, "a", null, "b", "a"), Rows.vector(Type.BIGINT, 1, 2, null, 4));
  private final Batch second =
      Rows.batch(Rows.vector(Type.TEXT, null, "c", "a"), Rows.vector(Type.BIGINT, 5, null, 1));

  private static AggCall of(AggFunction function, boolean distinct, Expr arg) {
    Type type =
        function == AggFunction.COUNT
            ? Type.BIGINT
            : function == AggFunction.SUM ? SUM : arg.type();
    return new AggCall(function, List.of(arg), distinct, type);
  }

  private static List<String> run(
      boolean emptyRow, List<Expr> keys, List<AggCall> calls, Batch... batches) {
    return Rows.run(
        new AggregationExecutor(
            Rows.source(batches), new Operator.Aggregation(keys, calls), emptyRow, Rows.context()));
  }

  @Test
  void groupsInTheOrderOfTheirFirstRowAndNullIsAGroup() {
    List<AggCall> calls =
        List.of(
            ROWS,
            of(AggFunction.COUNT, false, VALUE),
            of(AggFunction.SUM, false, VALUE),
            of(AggFunction.MIN, false, VALUE),
            of(AggFunction.MAX, false, VALUE),
            of(AggFunction.FIRST, false, VALUE));
    assertThat(run(false, List.of(KEY), calls, first, second))
        .containsExactly(
            "3 3 6 1 4 1 a",
            "2 2 7 2 5 2 NULL",
            "1 0 NULL NULL NULL NULL b",
            "1 0 NULL NULL NULL NULL c");
  }

  @Test
  void distinctCountsEqualValuesOncePerGroup() {
    List<AggCall> calls =
        List.of(of(AggFunction.COUNT, true, VALUE), of(AggFunction.SUM, true, VALUE));
    assertThat(run(false, List.of(KEY), calls, first, second))
        .containsExactly("2 5 a", "2 7 NULL", "0 NULL b", "0 NULL c");
    assertThat(run(false, List.of(), calls, first, second)).containsExactly("4 12");
  }

  @Test
  void aCountOfSeveralColumnsSkipsRowsWithAnyNull() {
    AggCall both = new AggCall(AggFunction.COUNT, List.of(KEY, VALUE), false, Type.BIGINT);
    AggCall distinct = new AggCall(AggFunction.COUNT, List.of(KEY, VALUE), true, Type.BIGINT);
    assertThat(run(false, List.of(), List.of(both, distinct), first, second))
        .containsExactly("3 2");
  }

  @Test
  void withoutInputThereIsARowOnlyWhereItIsWanted() {
    List<AggCall> calls =
        List.of(ROWS, of(AggFunction.SUM, false, VALUE), of(AggFunction.MAX, false, KEY));
    Batch none = first.head(0);
    assertThat(run(true, List.of(), calls)).containsExactly("0 NULL NULL");
    assertThat(run(true, List.of(), calls, none)).containsExactly("0 NULL NULL");
    assertThat(run(false, List.of(), calls, none)).isEmpty();
    assertThat(run(true, List.of(KEY), calls, none)).isEmpty();
  }

  @Test
  void keysAloneAreDistinctRows() {
    assertThat(run(false, List.of(KEY), List.of(), first, second))
        .containsExactly("a", "NULL", "b", "c");
  }

  @Test
  void sumsOfIntegersAreExact() {
    Batch large =
        Rows.batch(
            Rows.vector(Type.UNSIGNED_BIGINT, -1L, -1L),
            Rows.vector(Type.BIGINT, Long.MIN_VALUE, Long.MIN_VALUE));
    List<AggCall> sums =
        List.of(
            of(AggFunction.SUM, false, Rows.column(0, Type.UNSIGNED_BIGINT)),
            of(AggFunction.SUM, false, VALUE));
    assertThat(run(false, List.of(), sums, large))
        .containsExactly("36893488147419103230 -18446744073709551616");
  }

  @Test
  void mergingCountsGivesIntegers() {
    AggCall merge = new AggCall(AggFunction.SUM, List.of(VALUE), false, Type.BIGINT);
    assertThat(run(false, List.of(), List.of(merge), first, second)).containsExactly("13");
  }

  @Test
  void sumsDoublesAndDecimals() {
    Batch batch =
        Rows.batch(
            Rows.vector(Type.DOUBLE, 0.5, null, 1.25),
            Rows.vector(Type.decimal(5, 2), "1.10", "2.20", null));
    AggCall real =
        new AggCall(AggFunction.SUM, List.of(Rows.column(0, Type.DOUBLE)), false, Type.DOUBLE);
    AggCall exact =
        new AggCall(
            AggFunction.SUM,
            List.of(Rows.column(1, Type.decimal(5, 2))),
            false,
            Type.decimal(27, 2));
    assertThat(run(false, List.of(), List.of(real, exact), batch)).containsExactly("1.75 3.30");
    assertThat(run(true, List.of(), List.of(real, exact))).containsExactly("NULL NULL");
  }

  @Test
  void aSumOfTooManyDigitsIsAnError() {
    Type wide = Type.decimal(65, 30);
    AggCall sum =
        new AggCall(AggFunction.SUM, List.of(Rows.column(0, Type.decimal(65, 0))), false, wide);
    Batch large = Rows.batch(Rows.vector(Type.decimal(65, 0), "9".repeat(60)));
    assertThatThrownBy(() -> run(false, List.of(), List.of(sum), large))
        .isInstanceOfSatisfying(EvalException.class, e -> assertThat(e.code()).isEqualTo(1690));
  }

  @Test
  void theGreatestValueFollowsItsType() {
    Batch batch =
        Rows.batch(
            Rows.vector(Type.UNSIGNED_BIGINT, 1L, -1L),
            Rows.vector(Type.TEXT, "b", "a"),
            Rows.vector(Type.DATE, "2024-01-02", "2023-12-31"));
    List<AggCall> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.add(of(AggFunction.MIN, false, Rows.column(i, batch.column(i).type())));
      calls.add(of(AggFunction.MAX, false, Rows.column(i, batch.column(i).type())));
    }
    assertThat(run(false, List.of(), calls, batch))
        .containsExactly("1 18446744073709551615 a b 2023-12-31 2024-01-02");
  }

  @Test
  void zeroAndMinusZeroAreOneGroup() {
    Batch batch = Rows.batch(Rows.vector(Type.DOUBLE, 0.0, -0.0, 1.0));
    assertThat(run(false, List.of(Rows.column(0, Type.DOUBLE)), List.of(ROWS), batch))
        .containsExactly("2 0", "1 1");
  }

  @Test
  void thousandsOfGroupsComeInBoundedBatches() {
    List<Batch> batches =
        Rows.drain(
            new AggregationExecutor(
                Rows.source(
                    Rows.counting(0, 1000), Rows.counting(500, 1500), Rows.counting(0, 3000)),
                new Operator.Aggregation(List.of(Rows.column(0, Type.BIGINT)), List.of(ROWS)),
                false,
                Rows.context()));
    assertThat(batches).extracting(Batch::rows).containsExactly(1024, 1024, 952);
    assertThat(Rows.text(batches)).contains("2 0", "3 500", "2 1499", "1 2999");
  }
}

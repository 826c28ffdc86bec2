package io.minitidb.cop.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.Expr;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The first table is the one of MySQL's manual on window functions: values 1, 1, 2, 3, 3, 3, 4, 4,
/// 5 with their ROW_NUMBER, RANK, DENSE_RANK, CUME_DIST, PERCENT_RANK and NTILE.
final class WindowExecutorTest {
  private static final Expr VALUE = Rows.column(0, Type.BIGINT);
  private static final SortKey BY_VALUE = new SortKey(VALUE, false);
  private final Batch manual = Rows.batch(Rows.vector(Type.BIGINT, 5, 1, 1, 2, 3, 3, 4, 3, 4));

  private static WindowSpec.Frame frame(
      boolean rows, @Nullable Integer from, @Nullable Integer to) {
    return new WindowSpec.Frame(
        rows,
        Optional.ofNullable(from).map(BigDecimal::valueOf),
        Optional.ofNullable(to).map(BigDecimal::valueOf));
  }

  private static final WindowSpec.Frame TO_PEERS =
      new WindowSpec.Frame(false, Optional.empty(), Optional.of(BigDecimal.ZERO));

  private static WindowSpec.Placed placed(WindowSpec.Function function, Type type, Expr... args) {
    return new WindowSpec.Placed(function, List.of(args), type);
  }

  private static WindowSpec.Aggregated sum() {
    return new WindowSpec.Aggregated(
        new AggCall(AggFunction.SUM, List.of(VALUE), false, Type.decimal(42, 0)));
  }

  private static List<String> run(
      Batch batch,
      List<Expr> partition,
      List<SortKey> order,
      WindowSpec.Frame frame,
      WindowSpec.WindowCall... calls) {
    List<Type> types = batch.columns().stream().map(column -> column.type()).toList();
    WindowSpec spec = new WindowSpec(partition, order, frame, List.of(calls));
    return Rows.run(new WindowExecutor(Rows.source(batch), types, spec, Rows.context()));
  }

  @Test
  void ranksOfTheManual() {
    assertThat(
            run(
                manual,
                List.of(),
                List.of(BY_VALUE),
                TO_PEERS,
                placed(WindowSpec.Function.ROW_NUMBER, Type.BIGINT),
                placed(WindowSpec.Function.RANK, Type.BIGINT),
                placed(WindowSpec.Function.DENSE_RANK, Type.BIGINT),
                placed(WindowSpec.Function.CUME_DIST, Type.DOUBLE),
                placed(WindowSpec.Function.PERCENT_RANK, Type.DOUBLE)))
        .containsExactly(
            "1 1 1 1 0.2222222222222222 0",
            "1 2 1 1 0.2222222222222222 0",
            "2 3 3 2 0.3333333333333333 0.25",
            "3 4 4 3 0.6666666666666666 0.375",
            "3 5 4 3 0.6666666666666666 0.375",
            "3 6 4 3 0.6666666666666666 0.375",
            "4 7 7 4 0.8888888888888888 0.75",
            "4 8 7 4 0.8888888888888888 0.75",
            "5 9 9 5 1 1");
  }

  @Test
  void ntileSharesOutTheRest() {
    assertThat(
            run(
                manual,
                List.of(),
                List.of(BY_VALUE),
                TO_PEERS,
                placed(WindowSpec.Function.NTILE, Type.BIGINT, Rows.constant(Type.BIGINT, 2)),
                placed(WindowSpec.Function.NTILE, Type.BIGINT, Rows.constant(Type.BIGINT, 4))))
        .containsExactly(
            "1 1 1", "1 1 1", "2 1 1", "3 1 2", "3 1 2", "3 2 3", "4 2 3", "4 2 4", "5 2 4");
    assertThatThrownBy(() ->
            run(
                manual,
                List.of(),
                List.of(BY_VALUE),
                TO_PEERS,
                placed(WindowSpec.Function.NTILE, Type.BIGINT, Rows.constant(Type.BIGINT, 0))))
        .isInstanceOfSatisfying(EvalException.class, e -> assertThat(e.code()).isEqualTo(1210));
  }

  private final Batch few = Rows.batch(Rows.vector(Type.BIGINT, 10, 1, 2, null, 4));

  @Test
  void neighboursAndTheirDefault() {
    Expr two = Rows.constant(Type.BIGINT, 2);
    assertThat(
            run(
                few,
                List.of(),
                List.of(BY_VALUE),
                TO_PEERS,
                placed(WindowSpec.Function.LAG, Type.BIGINT, VALUE),
                placed(
                    WindowSpec.Function.LEAD,
                    Type.BIGINT,
                    VALUE,
                    two,
                    Rows.constant(Type.BIGINT, -1))))
        .containsExactly("NULL NULL 2", "1 NULL 4", "2 1 10", "4 2 -1", "10 4 -1");
  }

  @Test
  void framesOfRows() {
    assertThat(run(few, List.of(), List.of(BY_VALUE), frame(true, -1, 1), sum()))
        .containsExactly("NULL 1", "1 3", "2 7", "4 16", "10 14");
    assertThat(run(few, List.of(), List.of(BY_VALUE), frame(true, 2, 3), sum()))
        .containsExactly("NULL 6", "1 14", "2 10", "4 NULL", "10 NULL");
    assertThat(run(few, List.of(), List.of(BY_VALUE), frame(true, null, 0), sum()))
        .containsExactly("NULL NULL", "1 1", "2 3", "4 7", "10 17");
  }

  @Test
  void framesOfValuesKeepNullsApart() {
    assertThat(run(few, List.of(), List.of(BY_VALUE), frame(false, -2, 0), sum()))
        .containsExactly("NULL NULL", "1 1", "2 3", "4 6", "10 10");
    assertThat(run(few, List.of(), List.of(new SortKey(VALUE, true)), frame(false, -2, 0), sum()))
        .containsExactly("10 10", "4 4", "2 6", "1 3", "NULL NULL");
  }

  @Test
  void equalRowsShareTheDefaultFrame() {
    assertThat(run(manual, List.of(), List.of(BY_VALUE), TO_PEERS, sum()))
        .containsExactly("1 2", "1 2", "2 4", "3 13", "3 13", "3 13", "4 21", "4 21", "5 26");
  }

  @Test
  void firstLastAndNthOfTheFrame() {
    Expr two = Rows.constant(Type.BIGINT, 2);
    assertThat(
            run(
                few,
                List.of(),
                List.of(BY_VALUE),
                frame(true, null, 0),
                placed(WindowSpec.Function.FIRST_VALUE, Type.BIGINT, VALUE),
                placed(WindowSpec.Function.LAST_VALUE, Type.BIGINT, VALUE),
                placed(WindowSpec.Function.NTH_VALUE, Type.BIGINT, VALUE, two)))
        .containsExactly(
            "NULL NULL NULL NULL", "1 NULL 1 1", "2 NULL 2 1", "4 NULL 4 1", "10 NULL 10 1");
  }

  @Test
  void everyPartitionBeginsAnew() {
    Batch batch =
        Rows.batch(
            Rows.vector(Type.BIGINT, 1, 2, 3, 4), Rows.vector(Type.TEXT, "b", null, "b", "a"));
    assertThat(
            run(
                batch,
                List.of(Rows.column(1, Type.TEXT)),
                List.of(BY_VALUE),
                TO_PEERS,
                placed(WindowSpec.Function.ROW_NUMBER, Type.BIGINT),
                sum()))
        .containsExactly("2 NULL 1 2", "4 a 1 4", "1 b 1 1", "3 b 2 4");
  }

  @Test
  void nothingInNothingOutAndManyRowsInBatches() {
    assertThat(run(few.head(0), List.of(), List.of(BY_VALUE), TO_PEERS, sum())).isEmpty();
    WindowSpec spec =
        new WindowSpec(
            List.of(),
            List.of(new SortKey(VALUE, true)),
            TO_PEERS,
            List.of(placed(WindowSpec.Function.ROW_NUMBER, Type.BIGINT)));
    List<Batch> batches =
        Rows.drain(
            new WindowExecutor(
                Rows.source(Rows.counting(0, 3000)), List.of(Type.BIGINT), spec, Rows.context()));
    assertThat(batches).extracting(Batch::rows).containsExactly(1024, 1024, 952);
    assertThat(Rows.text(batches)).startsWith("2999 1", "2998 2").endsWith("0 3000");
  }
}

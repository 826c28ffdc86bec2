package io.minitidb.cop.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExecutorBuilderTest {
  private static final Operator.MemTableScan SCAN =
      new Operator.MemTableScan("numbers", List.of(0), List.of(Type.BIGINT));
  private static final Expr N = Rows.column(0, Type.BIGINT);

  private static Expr int2(String name, Expr left, long right) {
    return new Expr.Call(
        Functions.get(name, Kind.INT),
        List.of(left, Expr.Constant.of(right, Type.BIGINT)),
        Type.BIGINT);
  }

  private static List<String> run(Dag dag) {
    return Rows.run(
        ExecutorBuilder.build(
            dag,
            (scan, demand, context) ->
                new ExecutorBuilder.Leaf(Rows.source(Rows.counting(0, 50), Rows.counting(50, 100))),
            Rows.context()));
  }

  @Test
  void buildsOneExecutorPerOperator() {
    AggCall count = new AggCall(AggFunction.COUNT, List.of(), false, Type.BIGINT);
    Dag dag =
        Dag.scan(SCAN)
            .then(new Operator.Selection(List.of(int2("ge", N, 10))))
            .then(new Operator.Projection(List.of(Expr.Constant.of("x"), int2("mod", N, 7))))
            .then(new Operator.Aggregation(List.of(Rows.column(1, Type.BIGINT)), List.of(count)))
            .then(
                new Operator.TopN(
                    List.of(
                        new SortKey(Rows.column(0, Type.BIGINT), true),
                        new SortKey(Rows.column(1, Type.BIGINT), false)),
                    3))
            .then(new Operator.Limit(2));
    assertThat(run(dag)).containsExactly("13 0", "13 1");
    assertThat(dag.output()).containsExactly(Type.BIGINT, Type.BIGINT);
  }

  @Test
  void everyStepTellsItsTypes() {
    Dag dag = Dag.scan(SCAN);
    assertThat(dag.output()).containsExactly(Type.BIGINT);
    assertThat(dag.then(new Operator.Projection(List.of(Expr.Constant.of("x"), N))).output())
        .containsExactly(Type.varchar(1), Type.BIGINT);
    AggCall sum = new AggCall(AggFunction.SUM, List.of(N), false, Type.decimal(42, 0));
    assertThat(dag.then(new Operator.Aggregation(List.of(N), List.of(sum))).output())
        .containsExactly(Type.decimal(42, 0), Type.BIGINT);
    assertThat(dag.then(new Operator.Selection(List.of(N))).then(new Operator.Limit(1)).output())
        .containsExactly(Type.BIGINT);
  }

  @Test
  void aNodeAggregatesNothingToNothing() {
    AggCall count = new AggCall(AggFunction.COUNT, List.of(), false, Type.BIGINT);
    Dag dag =
        Dag.scan(SCAN)
            .then(new Operator.Selection(List.of(int2("lt", N, 0))))
            .then(new Operator.Aggregation(List.of(), List.of(count)));
    assertThat(run(dag)).isEmpty();
  }

  @Test
  void nothingIsReadBeforeTheFirstRowIsAskedFor() {
    ExecutorBuilder.build(
        Dag.scan(SCAN).then(new Operator.TopN(List.of(new SortKey(N, false)), 1)),
        (scan, demand, context) ->
            new ExecutorBuilder.Leaf(() -> {
              throw new AssertionError("read too early");
            }),
        Rows.context());
  }

  @Test
  void aPlanBeginsWithItsOnlyScan() {
    assertThatThrownBy(() -> new Dag(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Dag(List.of(new Operator.Limit(1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> run(Dag.scan(SCAN).then(SCAN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("numbers");
  }

  @Test
  void aggregatesAreFoundByTheirNumber() {
    for (AggFunction function : AggFunction.values()) {
      Optional<AggFunction> found = AggFunction.of(function.number());
      assertThat(found).isEqualTo(function.travels() ? Optional.of(function) : Optional.empty());
    }
    assertThat(AggFunction.of(3003)).isEmpty();
  }
}

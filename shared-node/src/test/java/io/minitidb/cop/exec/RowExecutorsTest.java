package io.minitidb.cop.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Selection, projection, limit, union: the executors that pass rows on one by one.
final class RowExecutorsTest {
  private static final Expr A = Rows.column(0, Type.BIGINT);
  private final EvalContext context = Rows.context();
  private final Batch batch =
      Rows.batch(
          Rows.vector(Type.BIGINT, 1, null, 0, -1, 2),
          Rows.vector(Type.TEXT, "a", "b", "c", "d", null));

  private static Expr call(String name, Kind kind, Type type, Expr... args) {
    return new Expr.Call(Functions.get(name, kind), List.of(args), type);
  }

  @Test
  void aSelectionKeepsWhatIsTrueAndDropsNull() {
    assertThat(Rows.run(new SelectionExecutor(Rows.source(batch), List.of(A), context)))
        .containsExactly("1 a", "-1 d", "2 NULL");
  }

  @Test
  void allConditionsMustHold() {
    Expr positive = call("gt", Kind.INT, Type.BOOLEAN, A, Expr.Constant.of(0, Type.BIGINT));
    Expr named =
        call(
            "not",
            Kind.INT,
            Type.BOOLEAN,
            call("isnull", Kind.STRING, Type.BOOLEAN, Rows.column(1, Type.TEXT)));
    assertThat(
            Rows.run(new SelectionExecutor(Rows.source(batch), List.of(positive, named), context)))
        .containsExactly("1 a");
    assertThat(Rows.run(new SelectionExecutor(Rows.source(batch), List.of(), context))).hasSize(5);
  }

  @Test
  void laterConditionsSeeOnlyTheRowsThatAreLeft() {
    Expr positive = call("gt", Kind.INT, Type.BOOLEAN, A, Expr.Constant.of(0, Type.BIGINT));
    Expr quotient = call("intdiv", Kind.INT, Type.BIGINT, Expr.Constant.of(1, Type.BIGINT), A);
    assertThat(
            Rows.run(
                new SelectionExecutor(Rows.source(batch), List.of(positive, quotient), context)))
        .containsExactly("1 a");
    assertThat(context.warningCount()).isZero();
  }

  @Test
  void aConstantConditionHoldsForAllOrNone() {
    assertThat(
            Rows.run(
                new SelectionExecutor(
                    Rows.source(batch), List.of(Expr.Constant.of(1, Type.BIGINT)), context)))
        .hasSize(5);
    assertThat(
            Rows.run(
                new SelectionExecutor(
                    Rows.source(batch), List.of(Expr.Constant.ofNull(Type.BIGINT)), context)))
        .isEmpty();
  }

  @Test
  void aConditionMustBeAnInteger() {
    List<Expr> text = List.of(Rows.column(1, Type.TEXT));
    assertThatThrownBy(() -> new SelectionExecutor(Rows.source(batch), text, context))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aProjectionComputesColumnsAndSpreadsConstants() {
    Expr next = call("plus", Kind.INT, Type.BIGINT, A, Expr.Constant.of(1, Type.BIGINT));
    ProjectionExecutor projection =
        new ProjectionExecutor(
            Rows.source(batch, batch.head(1)), List.of(next, Expr.Constant.of("x"), A), context);
    assertThat(Rows.run(projection))
        .containsExactly("2 x 1", "NULL x NULL", "1 x 0", "0 x -1", "3 x 2", "2 x 1");
  }

  @Test
  void aProjectionOfNothingStillCounts() {
    assertThat(new ProjectionExecutor(Rows.source(batch), List.of(), context).next())
        .map(Batch::rows)
        .hasValue(5);
  }

  @ParameterizedTest(name = "offset {0}, limit {1}: {2} to {3}")
  @CsvSource({
    "0, 3, 0, 3",
    "0, 100, 0, 30",
    "5, 10, 5, 15",
    "10, 10, 10, 20",
    "9, 2, 9, 11",
    "29, 5, 29, 30",
    "30, 5, 0, 0",
    "0, 0, 0, 0",
    "0, 10, 0, 10",
    "0, 9223372036854775807, 0, 30",
    "9223372036854775807, 1, 0, 0"
  })
  void aLimitCutsAcrossBatches(long offset, long limit, int from, int to) {
    Executor source =
        Rows.source(
            Rows.counting(0, 10),
            Rows.counting(10, 10),
            Rows.counting(10, 20),
            Rows.counting(20, 30));
    assertThat(Rows.run(new LimitExecutor(source, offset, limit)))
        .isEqualTo(Rows.text(Rows.counting(from, to)));
  }

  @Test
  void aLimitClosesItsChildWhenItHasEnough() {
    CountingExecutor child = new CountingExecutor();
    LimitExecutor limit = new LimitExecutor(child, 0, 15);
    Rows.drain(limit);
    assertThat(child.batches).isEqualTo(2);
    assertThat(child.closed).isTrue();
  }

  @Test
  void aUnionPassesItsChildrenOneAfterTheOther() {
    UnionExecutor union =
        new UnionExecutor(
            List.of(
                Rows.source(Rows.counting(0, 2)),
                Rows.source(),
                Rows.source(Rows.counting(2, 3), Rows.counting(0, 1))));
    assertThat(Rows.run(union)).containsExactly("0", "1", "2", "0");
    assertThat(union.next()).isEmpty();
    assertThat(new UnionExecutor(List.of()).next()).isEmpty();
  }

  @Test
  void closingReachesTheLeaves() {
    CountingExecutor first = new CountingExecutor();
    CountingExecutor second = new CountingExecutor();
    Executor top =
        new SelectionExecutor(
            new ProjectionExecutor(new UnionExecutor(List.of(first, second)), List.of(A), context),
            List.of(A),
            context);
    top.close();
    assertThat(List.of(first.closed, second.closed)).containsExactly(true, true);
  }

  /// Gives ten rows a batch, for ever.
  private static final class CountingExecutor implements Executor {
    private int batches;
    private boolean closed;

    @Override
    public Optional<Batch> next() {
      batches++;
      return Optional.of(Rows.counting(0, 10));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}

package io.minitidb.cop.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.MemoryTracker;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operator that keeps rows notes them, gives them back when it is closed, and ends when they
/// are too many.
final class MemoryTrackerTest {
  private static final int ROWS = 20_000;
  private static final Expr COLUMN = Rows.column(0, Type.BIGINT);

  /// Refuses more than `quota` bytes.
  private static final class Quota implements MemoryTracker {
    private final long quota;
    private long held;
    private long most;

    Quota(long quota) {
      this.quota = quota;
    }

    @Override
    public void hold(long bytes) {
      if (held + bytes > quota) {
        throw new EvalException(8175, "Your query has been cancelled");
      }
      held += bytes;
      most = Math.max(most, held);
    }

    @Override
    public void release(long bytes) {
      held -= bytes;
    }
  }

  record Keeper(String name, Function<EvalContext, Executor> maker) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Executor source() {
    return new BatchesExecutor(
        Stream.iterate(0, from -> from < ROWS, from -> from + 1000)
            .map(from -> Rows.counting(from, from + 1000))
            .toList());
  }

  static Stream<Keeper> keepers() {
    List<Type> types = List.of(Type.BIGINT);
    List<SortKey> order = List.of(new SortKey(COLUMN, true));
    WindowSpec window =
        new WindowSpec(
            List.of(),
            order,
            new WindowSpec.Frame(true, Optional.empty(), Optional.empty()),
            List.of());
    JoinExecutor.Spec join =
        new JoinExecutor.Spec(
            JoinExecutor.Kind.INNER, types, types, List.of(COLUMN), List.of(COLUMN), List.of());
    return Stream.of(
        new Keeper(
            "aggregation",
            c ->
                new AggregationExecutor(
                    source(), new Operator.Aggregation(List.of(COLUMN), List.of()), true, c)),
        new Keeper("join", c -> new JoinExecutor(source(), source(), join, c)),
        new Keeper("sort", c -> new TopNExecutor(source(), types, order, Long.MAX_VALUE, c)),
        new Keeper("window", c -> new WindowExecutor(source(), types, window, c)),
        new Keeper(
            "intersect",
            c ->
                new SetOperationExecutor(
                    source(), source(), SetOperationExecutor.Kind.INTERSECT, true, types, c)));
  }

  private static EvalContext context(Quota quota) {
    return new EvalContext(
        ZoneOffset.UTC, Instant.EPOCH, EvalContext.SessionInfo.NONE, quota, List.of());
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void whatIsKeptIsNotedAndGivenBack(Keeper keeper) {
    Quota quota = new Quota(Long.MAX_VALUE);
    try (Executor executor = keeper.maker().apply(context(quota))) {
      assertThat(Rows.drain(executor).stream().mapToInt(Batch::rows).sum()).isEqualTo(ROWS);
    }
    assertThat(quota.most).isGreaterThan(8L * ROWS);
    assertThat(quota.held).isZero();
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void aboveTheQuotaTheStatementEnds(Keeper keeper) {
    Quota quota = new Quota(8L * ROWS);
    try (Executor executor = keeper.maker().apply(context(quota))) {
      assertThatThrownBy(() -> Rows.drain(executor))
          .isInstanceOfSatisfying(EvalException.class, e -> assertThat(e.code()).isEqualTo(8175));
    }
    assertThat(quota.held).isZero();
  }
}

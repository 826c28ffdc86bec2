package io.minitidb.cop.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JoinExecutorTest {
  private final Batch left =
      Rows.batch(
          Rows.vector(Type.BIGINT, 1, 2, null, 3), Rows.vector(Type.TEXT, "a", "b", "n", "c"));
  private final Batch right =
      Rows.batch(
          Rows.vector(Type.BIGINT, 2, 2, null, 1, 9), Rows.vector(Type.BIGINT, 10, 20, 30, 40, 50));

  private static List<Type> types(Batch batch) {
    return batch.columns().stream().map(Vector::type).toList();
  }

  private List<String> join(JoinExecutor.Kind kind, boolean keyed, Expr... conditions) {
    List<Expr> key = keyed ? List.of(Rows.column(0, Type.BIGINT)) : List.of();
    JoinExecutor.Spec spec =
        new JoinExecutor.Spec(kind, types(left), types(right), key, key, List.of(conditions));
    Executor lefts = Rows.source(left.head(1), left.head(0), left.take(new int[] {1, 2, 3}, 3));
    Executor rights = Rows.source(right.head(2), right.take(new int[] {2, 3, 4}, 3));
    return Rows.run(new JoinExecutor(lefts, rights, spec, Rows.context()));
  }

  /// left.0 < right.1 - 10, evaluated over both rows.
  private static Expr small(long bound) {
    return new Expr.Call(
        Functions.get("lt", Kind.INT),
        List.of(Rows.column(3, Type.BIGINT), Expr.Constant.of(bound, Type.BIGINT)),
        Type.BOOLEAN);
  }

  @Test
  void innerKeepsThePairs() {
    assertThat(join(JoinExecutor.Kind.INNER, true))
        .containsExactly("1 a 1 40", "2 b 2 10", "2 b 2 20");
  }

  @Test
  void leftAddsThoseWithoutAPartner() {
    assertThat(join(JoinExecutor.Kind.LEFT, true))
        .containsExactly("1 a 1 40", "2 b 2 10", "2 b 2 20", "NULL n NULL NULL", "3 c NULL NULL");
  }

  @Test
  void semiAndAntiShareTheLeftRowsBetweenThem() {
    assertThat(join(JoinExecutor.Kind.SEMI, true)).containsExactly("1 a", "2 b");
    assertThat(join(JoinExecutor.Kind.ANTI, true)).containsExactly("NULL n", "3 c");
  }

  @Test
  void conditionsDecideWhichPairsCount() {
    assertThat(join(JoinExecutor.Kind.INNER, true, small(20))).containsExactly("2 b 2 10");
    assertThat(join(JoinExecutor.Kind.LEFT, true, small(20)))
        .containsExactly("1 a NULL NULL", "2 b 2 10", "NULL n NULL NULL", "3 c NULL NULL");
    assertThat(join(JoinExecutor.Kind.SEMI, true, small(20))).containsExactly("2 b");
    assertThat(join(JoinExecutor.Kind.ANTI, true, small(20)))
        .containsExactly("1 a", "NULL n", "3 c");
    assertThat(join(JoinExecutor.Kind.INNER, true, small(20), small(10))).isEmpty();
  }

  @Test
  void aConditionThatIsNullDoesNotHold() {
    Expr unknown = Expr.Constant.ofNull(Type.BIGINT);
    assertThat(join(JoinExecutor.Kind.INNER, true, unknown)).isEmpty();
    assertThat(join(JoinExecutor.Kind.ANTI, true, unknown)).hasSize(4);
  }

  @Test
  void withoutKeysEveryPairIsTried() {
    assertThat(join(JoinExecutor.Kind.INNER, false)).hasSize(20);
    assertThat(join(JoinExecutor.Kind.INNER, false, small(11)))
        .containsExactly("1 a 2 10", "2 b 2 10", "NULL n 2 10", "3 c 2 10");
  }

  @Test
  void manyPairsComeInBatchesOfBoundedSize() {
    Batch many = Rows.counting(0, 100);
    for (JoinExecutor.Kind kind : List.of(JoinExecutor.Kind.INNER, JoinExecutor.Kind.LEFT)) {
      JoinExecutor.Spec cross =
          new JoinExecutor.Spec(
              kind, types(many), types(many), List.of(), List.of(), List.of(unequal()));
      List<Batch> batches =
          Rows.drain(new JoinExecutor(Rows.source(many), Rows.source(many), cross, Rows.context()));
      assertThat(batches).allMatch(batch -> batch.rows() <= Batch.MAX_ROWS);
      assertThat(Rows.text(batches)).hasSize(9900).startsWith("0 1", "0 2").endsWith("99 98");
    }
  }

  private static Expr unequal() {
    return new Expr.Call(
        Functions.get("ne", Kind.INT),
        List.of(Rows.column(0, Type.BIGINT), Rows.column(1, Type.BIGINT)),
        Type.BOOLEAN);
  }

  @Test
  void aRowWhosePartnersAllFailIsLonelyOnce() {
    Batch one = Rows.batch(Rows.vector(Type.BIGINT, 7, null));
    Batch many = Rows.batch(Rows.vector(Type.BIGINT, Collections.nCopies(2500, 7).toArray()));
    JoinExecutor.Spec spec =
        new JoinExecutor.Spec(
            JoinExecutor.Kind.LEFT,
            types(one),
            types(many),
            List.of(),
            List.of(),
            List.of(unequal()));
    assertThat(
            Rows.run(new JoinExecutor(Rows.source(one), Rows.source(many), spec, Rows.context())))
        .containsExactly("7 NULL", "NULL NULL");
  }

  @Test
  void anEmptySideIsNoSpecialCase() {
    JoinExecutor.Spec spec =
        new JoinExecutor.Spec(
            JoinExecutor.Kind.LEFT,
            types(left),
            types(right),
            List.of(),
            List.of(),
            List.of(small(20)));
    assertThat(Rows.run(new JoinExecutor(Rows.source(left), Rows.source(), spec, Rows.context())))
        .hasSize(4)
        .allMatch(row -> row.endsWith("NULL NULL"));
    assertThat(Rows.run(new JoinExecutor(Rows.source(), Rows.source(right), spec, Rows.context())))
        .isEmpty();
  }

  static Stream<Arguments> equalKeysOfDifferentTypes() {
    return Stream.of(
        Arguments.of(
            Rows.vector(Type.decimal(5, 2), "1.50", "0.00"),
            Rows.vector(Type.decimal(9, 4), "1.5000", "0.0000"),
            2),
        Arguments.of(
            Rows.vector(Type.DATE, "2024-01-02"), Rows.vector(Type.datetime(6), "2024-01-02"), 1),
        Arguments.of(
            Rows.vector(Type.timestamp(0), "2024-01-02 03:04:05"),
            Rows.vector(Type.datetime(3), "2024-01-02 03:04:05"),
            1),
        Arguments.of(Rows.vector(Type.BIGINT, 5, -1), Rows.vector(Type.UNSIGNED_BIGINT, 5, -1), 1),
        Arguments.of(Rows.vector(Type.DOUBLE, 0.0), Rows.vector(Type.DOUBLE, -0.0), 1),
        Arguments.of(
            Rows.vector(Type.varchar(3), "a", "ab"), Rows.vector(Type.TEXT, "ab", "a "), 2),
        Arguments.of(
            Rows.vector(Type.time(0), "01:00:00"), Rows.vector(Type.time(6), "01:00:00"), 1));
  }

  @ParameterizedTest
  @MethodSource("equalKeysOfDifferentTypes")
  void keysMatchByValueWhateverTheirType(Vector a, Vector b, int matches) {
    JoinExecutor.Spec spec =
        new JoinExecutor.Spec(
            JoinExecutor.Kind.INNER,
            List.of(a.type()),
            List.of(b.type()),
            List.of(Rows.column(0, a.type())),
            List.of(Rows.column(0, b.type())),
            List.of());
    assertThat(
            Rows.run(
                new JoinExecutor(
                    Rows.source(Rows.batch(a)), Rows.source(Rows.batch(b)), spec, Rows.context())))
        .hasSize(matches);
  }

  @Test
  void keysOfSeveralTextsDoNotRunTogether() {
    RowKey.Reader reader = new RowKey.Reader();
    Vector first = Rows.vector(Type.TEXT, "a", "ab", null, "");
    Vector second = Rows.vector(Type.TEXT, "bc", "c", "", null);
    assertThat(
            Stream.of(0, 1, 2, 3)
                .map(row -> reader.read(new Vector[] {first, second}, row))
                .distinct())
        .hasSize(4);
    String large = "x".repeat(10_000);
    Vector[] long1 = {Rows.vector(Type.TEXT, large, large)};
    assertThat(reader.read(long1, 0))
        .isEqualTo(reader.read(long1, 1))
        .hasSameHashCodeAs(reader.read(long1, 1));
  }
}

package io.minitidb.cop.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TopNExecutorTest {
  private static final Type NUMBER = Type.BIGINT;

  private static List<String> top(long limit, List<SortKey> keys, Batch... batches) {
    List<Type> types = batches[0].columns().stream().map(Vector::type).toList();
    return Rows.run(new TopNExecutor(Rows.source(batches), types, keys, limit, Rows.context()));
  }

  private static SortKey by(int column, Type type, boolean descending) {
    return new SortKey(Rows.column(column, type), descending);
  }

  @Test
  void nullsComeFirstAscendingAndLastDescending() {
    Batch batch = Rows.batch(Rows.vector(NUMBER, 2, null, 1, null, 3));
    assertThat(top(9, List.of(by(0, NUMBER, false)), batch))
        .containsExactly("NULL", "NULL", "1", "2", "3");
    assertThat(top(9, List.of(by(0, NUMBER, true)), batch))
        .containsExactly("3", "2", "1", "NULL", "NULL");
  }

  @Test
  void tiesKeepTheirOrderAcrossBatches() {
    Batch first = Rows.batch(Rows.vector(NUMBER, 1, 0, 1), Rows.vector(Type.TEXT, "a", "b", "c"));
    Batch second = Rows.batch(Rows.vector(NUMBER, 1, 0), Rows.vector(Type.TEXT, "d", "e"));
    assertThat(top(4, List.of(by(0, NUMBER, false)), first, second))
        .containsExactly("0 b", "0 e", "1 a", "1 c");
    assertThat(top(9, List.of(by(0, NUMBER, true)), first, second))
        .containsExactly("1 a", "1 c", "1 d", "0 b", "0 e");
  }

  @Test
  void theSecondKeyDecidesWhereTheFirstIsEqual() {
    Batch batch = Rows.batch(Rows.vector(NUMBER, 1, 1, 0), Rows.vector(Type.TEXT, "a", "b", "z"));
    assertThat(top(9, List.of(by(0, NUMBER, false), by(1, Type.TEXT, true)), batch))
        .containsExactly("0 z", "1 b", "1 a");
  }

  @Test
  void everyKindHasItsOrder() {
    assertThat(
            top(
                9,
                List.of(by(0, Type.UNSIGNED_BIGINT, false)),
                Rows.batch(Rows.vector(Type.UNSIGNED_BIGINT, -1L, 1L, 0L))))
        .containsExactly("0", "1", "18446744073709551615");
    assertThat(
            top(
                9,
                List.of(by(0, Type.decimal(5, 1), false)),
                Rows.batch(Rows.vector(Type.decimal(5, 1), "10.0", "-9.5", "9.5"))))
        .containsExactly("-9.5", "9.5", "10.0");
    assertThat(
            top(
                9,
                List.of(by(0, Type.time(0), false)),
                Rows.batch(Rows.vector(Type.time(0), "10:00", "-10:00", "09:00"))))
        .containsExactly("-10:00:00", "09:00:00", "10:00:00");
  }

  @Test
  void aConstantKeyChangesNothing() {
    assertThat(top(2, List.of(new SortKey(Expr.Constant.of(1, NUMBER), true)), Rows.counting(0, 5)))
        .containsExactly("0", "1");
  }

  @Test
  void withoutRowsOrLimitThereIsNothing() {
    assertThat(top(5, List.of(by(0, NUMBER, false)), Rows.counting(0, 0))).isEmpty();
    assertThat(top(0, List.of(by(0, NUMBER, false)), Rows.counting(0, 5))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 10, 1024, 3000, 100_000, Long.MAX_VALUE})
  void sortsMoreRowsThanAreKept(long limit) {
    Random random = new Random(limit);
    List<Long> keys = new ArrayList<>();
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Object[] values = random.longs(1000, 0, 5000).boxed().toArray();
      Object[] numbers = new Object[1000];
      for (int row = 0; row < 1000; row++) {
        numbers[row] = i * 1000 + row;
        keys.add((Long) values[row]);
      }
      batches.add(Rows.batch(Rows.vector(NUMBER, values), Rows.vector(NUMBER, numbers)));
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing(keys::get)); // stable: equal keys stay in the order of arrival
    List<String> expected = order.stream().limit(limit).map(i -> keys.get(i) + " " + i).toList();
    assertThat(top(limit, List.of(by(0, NUMBER, false)), batches.toArray(Batch[]::new)))
        .isEqualTo(expected);
  }

  @Test
  void theAnswerComesInBatchesOfBoundedSize() {
    TopNExecutor sort =
        new TopNExecutor(
            Rows.source(Rows.counting(0, 1000), Rows.counting(0, 1000), Rows.counting(0, 1000)),
            List.of(NUMBER),
            List.of(by(0, NUMBER, false)),
            Long.MAX_VALUE,
            Rows.context());
    assertThat(Rows.drain(sort)).extracting(Batch::rows).containsExactly(1024, 1024, 952);
  }
}

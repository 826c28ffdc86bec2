package io.minitidb.cop.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchTest {
  private final Batch batch =
      Rows.batch(
          Rows.vector(Type.BIGINT, 1, 2, null, 4), Rows.vector(Type.TEXT, "a", null, "c", "d"));

  @Test
  void takesRowsInTheOrderAskedFor() {
    assertThat(Rows.text(batch.take(new int[] {3, 0, 0, 9}, 3)))
        .containsExactly("4 d", "1 a", "1 a");
    assertThat(batch.take(new int[0], 0).rows()).isZero();
  }

  /// A negative number is how an outer join asks for a row of NULLs.
  @Test
  void takesTextsAndNulls() {
    Vector texts = Rows.vector(Type.TEXT, "", "äö", null, "ccc");
    Vector taken = Gather.rows(texts, new int[] {3, -1, 2, 1, 1, 0, 3, 3, -1, 3}, 10);
    assertThat(Rows.text(Rows.batch(taken)))
        .containsExactly("ccc", "NULL", "NULL", "äö", "äö", "", "ccc", "ccc", "NULL", "ccc");
    byte[] wire = new byte[taken.size()];
    taken.encode(wire, 0);
    Vector again = Vector.decode(Type.TEXT, wire, 0);
    assertThat(Rows.text(Rows.batch(again))).isEqualTo(Rows.text(Rows.batch(taken)));
    Vector dense = Gather.rows(texts, new int[] {3, 0, 1}, 3);
    assertThat(dense.isDense()).isTrue();
    assertThat(Rows.text(Rows.batch(dense))).containsExactly("ccc", "", "äö");
    Vector constant = Rows.constant(Type.TEXT, "x").value();
    assertThat(Rows.text(Rows.batch(Gather.rows(constant, new int[] {7, 9}, 2))))
        .containsExactly("x", "x");
    assertThat(Gather.rows(texts, new int[0], 0).rows()).isZero();
  }

  @Test
  void takesTheFirstRows() {
    assertThat(Rows.text(batch.head(2))).containsExactly("1 a", "2 NULL");
    assertThat(batch.head(4)).isSameAs(batch);
    assertThat(batch.head(0).rows()).isZero();
  }

  @Test
  void takesARange() {
    assertThat(Rows.text(batch.range(1, 2))).containsExactly("2 NULL", "NULL c");
    assertThat(Rows.text(batch.range(3, 9))).containsExactly("4 d");
    assertThat(batch.range(0, 4)).isSameAs(batch);
    Batch words =
        Rows.batch(Rows.vector(Type.BIGINT, 1, -2, 3), Rows.vector(Type.DOUBLE, 0.5, 1.5, -2.5));
    assertThat(Rows.text(words.range(1, 2))).containsExactly("-2 1.5", "3 -2.5");
    assertThat(Rows.text(words.range(1, 2).range(1, 1))).containsExactly("3 -2.5");
    assertThat(Rows.text(words.where(new long[] {1, 0, 1}, 2))).containsExactly("1 0.5", "3 -2.5");
    assertThat(Rows.text(words.where(new long[] {0, 1, 0}, 1).range(0, 1)))
        .containsExactly("-2 1.5");
  }

  @Test
  void spreadsConstants() {
    Batch spread =
        Batch.of(List.of(Rows.constant(Type.TEXT, "x").value(), Rows.vector(Type.BIGINT, 1, 2)), 2);
    assertThat(Rows.text(spread)).containsExactly("x 1", "x 2");
    assertThat(spread.column(0).isConstant()).isFalse();
    assertThat(Batch.of(List.of(Rows.constant(Type.BIGINT, null).value()), 0).column(0).rows())
        .isZero();
  }

  @Test
  void countsRowsWithoutColumns() {
    Batch none = new Batch(List.of(), 7);
    assertThat(none.take(new int[] {1, 2}, 2).rows()).isEqualTo(2);
    assertThat(none.size()).isZero();
  }

  @Test
  void weighsItsColumns() {
    assertThat(batch.size()).isEqualTo((8 + 1 + 4 * 8) + (8 + 1 + 5 * 8 + 3));
  }
}

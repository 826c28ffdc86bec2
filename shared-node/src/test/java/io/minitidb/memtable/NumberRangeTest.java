package io.minitidb.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumberRangeTest {
  private static final Expr COLUMN = new Expr.ColumnRef(0, Type.BIGINT);

  private static Expr call(String name, Kind kind, Expr... args) {
    return new Expr.Call(Functions.get(name, kind), List.of(args), Type.BOOLEAN);
  }

  private static Expr number(long value) {
    return Expr.Constant.of(value, Type.BIGINT);
  }

  @Test
  void comparisonsWithConstantsBoundFromBothSides() {
    NumberRange range =
        NumberRange.of(
            List.of(
                call("gt", Kind.INT, COLUMN, number(10)),
                call("ge", Kind.INT, number(20), COLUMN)));
    assertThat(range.meets(0, 9)).isFalse();
    assertThat(range.meets(0, 10)).as("never too narrow").isTrue();
    assertThat(range.meets(20, 30)).isTrue();
    assertThat(range.meets(21, 30)).isFalse();
    assertThat(range.meets(Long.MIN_VALUE, Long.MAX_VALUE)).isTrue();
  }

  @Test
  void realNumbersAndAndAreUnderstood() {
    Expr column = new Expr.ColumnRef(0, Type.DOUBLE);
    NumberRange range =
        NumberRange.of(
            List.of(
                call(
                    "and",
                    Kind.INT,
                    call("lt", Kind.REAL, column, Expr.Constant.of(0.5)),
                    call("gt", Kind.REAL, column, Expr.Constant.of(-0.5)))));
    assertThat(range.meets(0.6, 1)).isFalse();
    assertThat(range.meets(-1, -0.6)).isFalse();
    assertThat(range.meets(0, 0)).isTrue();
  }

  @Test
  void whatIsNotUnderstoodAllowsAll() {
    assertThat(
            NumberRange.of(
                List.of(
                    call("ne", Kind.INT, COLUMN, number(1)),
                    call("eq", Kind.INT, COLUMN, COLUMN),
                    COLUMN)))
        .isEqualTo(NumberRange.ALL);
    Type unsigned = Type.bigint(20).asUnsigned();
    assertThat(
            NumberRange.of(
                List.of(call("lt", Kind.INT, COLUMN, Expr.Constant.of(Long.MIN_VALUE, unsigned)))))
        .as("above what a signed number can be")
        .isEqualTo(NumberRange.ALL);
  }
}

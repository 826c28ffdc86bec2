package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumberFunctionsTest {

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          sqrt REAL -> real          | -16e0               | NULL
          exp REAL -> real           | 1000e0              | error 1690
          ln REAL -> real            | 0e0                 | NULL 3020
          log REAL -> real           | 2e0; 65536e0        | 16
          log REAL -> real           | 1e0; 100e0          | NULL 3020
          log REAL -> real           | NULL; 100e0         | NULL
          log2 REAL -> real          | 65536e0             | 16
          log10 REAL -> real         | 1000e0              | 3
          pow REAL -> real           | 0e0; -1e0           | error 1690
          acos REAL -> real          | 1.0001e0            | NULL
          cot REAL -> real           | 0e0                 | error 1690
          sign REAL -> int           | -0.5e0              | -1
          bit_count INT -> int       | -1                  | 64
          truncate INT -> int        | 122; -2             | 100
          truncate INT -> uint       | 18446744073709551615u; -1 | 18446744073709551610
          truncate REAL -> real      | -1.999e0; 1         | -1.9
          truncate REAL -> real      | 1e0; -400           | 0
          truncate DECIMAL -> dec(10,1) | -1.999; 1        | -1.9
          greatest INT -> int        | 2; 0; NULL          | NULL
          greatest INT -> uint       | 1u; 18446744073709551615u | 18446744073709551615
          greatest STRING -> text    | 'B'; 'A'; 'C'       | 'C'
          least DECIMAL -> dec(10,1) | 34.0; 3.0; 5.5      | 3.0
          least DURATION -> time(0)  | h'01:00:00'; h'-01:00:00' | -01:00:00
          field STRING -> int        | 'b'; 'a'; NULL; 'b' | 3
          field INT -> int           | NULL; 1             | 0
          interval INT -> int        | 23; 1; 15; 17; 30; 44; 200 | 3
          interval INT -> int        | NULL; 1             | -1
          sleep REAL -> int          | -1e0                | error 1210
          sleep REAL -> int          | NULL                | error 1210
          """)
  void computes(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }

  @Test
  void aSeedGivesTheSeriesThatMysqlGivesAcrossBatches() {
    Expr rand =
        new Expr.Call(
            Functions.get("rand", Kind.INT),
            List.of(Expr.Constant.of(3, Type.BIGINT)),
            Type.DOUBLE);
    EvalContext context = Rows.context();
    Vector first = rand.eval(Rows.counting(0, 2), context);
    Vector second = rand.eval(Rows.counting(0, 1), context);
    assertThat(first.getDouble(0)).isCloseTo(0.90576975597606, within(1e-14));
    assertThat(first.getDouble(1)).isNotEqualTo(first.getDouble(0));
    assertThat(second.getDouble(0)).isNotIn(first.getDouble(0), first.getDouble(1));
  }

  @Test
  void whatBelongsToTheStatementIsBoundAndWhatBelongsToARowStays() {
    Expr now = new Expr.Call(Functions.get("now", Kind.TIME), List.of(), Type.datetime(0));
    Expr rand = new Expr.Call(Functions.get("rand", Kind.REAL), List.of(), Type.DOUBLE);
    Expr both = new Expr.Call(Functions.get("plus", Kind.REAL), List.of(now, rand), Type.DOUBLE);
    Expr.Call bound = (Expr.Call) both.bind(Rows.context());
    assertThat(bound.args().getFirst()).isInstanceOf(Expr.Constant.class);
    assertThat(Rows.text(((Expr.Constant) bound.args().getFirst()).value(), 0))
        .isEqualTo("2026-11-23 08:00:00");
    assertThat(bound.args().getLast()).isSameAs(rand);
    assertThat(both.isPushable()).isFalse();
    assertThat(now.isPushable()).isTrue();
    assertThat(rand.eval(Rows.counting(0, 3), Rows.context()).rows()).isEqualTo(3);
  }
}

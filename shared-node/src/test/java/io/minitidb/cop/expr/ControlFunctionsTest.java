package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlFunctionsTest {

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          if INT -> int            | 1; 10; 20                 | 10
          if INT -> int            | 0; 10; 20                 | 20
          if INT -> int            | NULL; 10; 20              | 20
          if INT -> int            | 1; NULL; 20               | NULL
          if STRING -> text        | 1; 'a'; 'b'               | 'a'
          if REAL -> real          | 0; 1e0; 2.5e0             | 2.5
          if DECIMAL -> dec(4,2)   | 1; 1.50; 2.00             | 1.50
          if TIME -> datetime(0)   | 0; t'2024-01-01'; d'2024-01-02' | 2024-01-02 00:00:00
          if DURATION -> time(0)   | 1; h'01:00:00'; NULL      | 01:00:00
          if JSON -> json          | 1; j'{}'; j'[]'           | {}
          ifnull INT -> int        | NULL; 2                   | 2
          ifnull INT -> int        | 1; 2                      | 1
          ifnull STRING -> text    | NULL; ''                  | ''
          ifnull JSON -> json      | NULL; j'[]'               | []
          coalesce INT -> int      | NULL; NULL; 3; 4          | 3
          coalesce INT -> int      | NULL; NULL                | NULL
          coalesce STRING -> text  | 'x'                       | 'x'
          case INT -> int          | 0; 1; 1; 2; 3             | 2
          case INT -> int          | 0; 1; NULL; 2; 3          | 3
          case INT -> int          | 0; 1; 0; 2                | NULL
          case INT -> int          | 1; NULL; 3                | NULL
          case STRING -> text      | 5; 'five'; 'none'         | 'five'
          """)
  void chooses(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }

  @Test
  void aChosenDecimalTakesTheScaleOfTheResult() {
    assertThat(Evaluation.of("coalesce DECIMAL -> dec(6,3)", "NULL; 1.5; 2.125"))
        .isEqualTo("1.500");
    assertThat(Evaluation.of("case DECIMAL -> dec(6,3)", "1; 1.5; 2.125")).isEqualTo("1.500");
  }

  @Test
  void choosesRowByRow() {
    Expr condition = Rows.column(0, Type.BIGINT);
    Expr value = Rows.column(1, Type.TEXT);
    Expr chosen =
        new Expr.Call(
            Functions.get("if", Kind.STRING),
            List.of(condition, value, Expr.Constant.of("else")),
            Type.TEXT);
    var batch =
        Rows.batch(
            Rows.vector(Type.BIGINT, 1, 0, null, 2), Rows.vector(Type.TEXT, "a", "b", "c", null));
    assertThat(Rows.text(Rows.batch(chosen.eval(batch, Rows.context()))))
        .containsExactly("a", "else", "else", "NULL");
  }
}

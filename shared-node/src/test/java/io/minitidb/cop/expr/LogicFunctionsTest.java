package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogicFunctionsTest {

  @ParameterizedTest(name = "{0}, {1}: and {2}, or {3}, xor {4}")
  @CsvSource({
    "1, 1, 1, 1, 0",
    "1, 0, 0, 1, 1",
    "0, 1, 0, 1, 1",
    "0, 0, 0, 0, 0",
    "1, NULL, NULL, 1, NULL",
    "NULL, 1, NULL, 1, NULL",
    "0, NULL, 0, NULL, NULL",
    "NULL, 0, 0, NULL, NULL",
    "NULL, NULL, NULL, NULL, NULL",
    "-5, 7, 1, 1, 0",
  })
  void hasThreeValues(String left, String right, String and, String or, String xor) {
    String args = left + ";" + right;
    assertThat(Evaluation.of("and INT -> int", args)).isEqualTo(and);
    assertThat(Evaluation.of("or INT -> int", args)).isEqualTo(or);
    assertThat(Evaluation.of("xor INT -> int", args)).isEqualTo(xor);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          and INT -> int        | 1; 1; 1        | 1
          and INT -> int        | 1; NULL; 0     | 0
          or INT -> int         | 0; NULL; 1     | 1
          or INT -> int         | 0; 0; 0        | 0
          not INT -> int        | 0              | 1
          not INT -> int        | 7              | 0
          not INT -> int        | NULL           | NULL
          not REAL -> int       | 0.4e0          | 0
          not REAL -> int       | 0e0            | 1
          not DECIMAL -> int    | 0.00           | 1
          not DECIMAL -> int    | 0.01           | 0
          istrue INT -> int     | NULL           | 0
          istrue INT -> int     | -1             | 1
          istrue INT -> int     | 0              | 0
          isfalse INT -> int    | NULL           | 0
          isfalse INT -> int    | 0              | 1
          isfalse INT -> int    | 2              | 0
          isnull INT -> int     | 0              | 0
          isnull INT -> int     | NULL           | 1
          isnull REAL -> int    | NULL           | 1
          isnull DECIMAL -> int | NULL           | 1
          isnull STRING -> int  | NULL           | 1
          isnull TIME -> int    | NULL           | 1
          isnull DURATION -> int | NULL          | 1
          isnull JSON -> int    | NULL           | 1
          isnull TIME -> int    | d'2024-01-01'  | 0
          """,
      quoteCharacter = '~')
  void answersOneZeroOrNull(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }
}

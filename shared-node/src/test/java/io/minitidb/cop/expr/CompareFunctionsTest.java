package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompareFunctionsTest {

  @ParameterizedTest(name = "{1} and {2}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          INT      | 1                      | 2                      | <
          INT      | -1                     | 1                      | <
          INT      | 2                      | 2                      | =
          INT      | -1                     | 18446744073709551615u  | <
          INT      | 18446744073709551615u  | -1                     | >
          INT      | 18446744073709551615u  | 9223372036854775807u   | >
          INT      | 9223372036854775808u   | 9223372036854775807    | >
          INT      | 5u                     | 5                      | =
          INT      | 5                      | 5u                     | =
          REAL     | 1e0                    | 1.5e0                  | <
          REAL     | -0e0                   | 0e0                    | =
          REAL     | 1e300                  | 1e-300                 | >
          DECIMAL  | 1.50                   | 1.5                    | =
          DECIMAL  | -1.6                   | -1.5                   | <
          DECIMAL  | 12345678901234567890.1 | 12345678901234567890.0 | >
          STRING   | 'a'                    | 'b'                    | <
          STRING   | 'Z'                    | 'a'                    | <
          STRING   | 'a'                    | 'ab'                   | <
          STRING   | 'ü'                    | 'z'                    | >
          STRING   | '\uD83D\uDE00'         | '\uFFFD'               | >
          STRING   | ''                     | ''                     | =
          TIME     | d'2024-01-02'          | t'2024-01-02 00:00:00' | =
          TIME     | t'2024-01-02 00:00:00.000001' | d'2024-01-02'   | >
          TIME     | t'0999-12-31'          | t'1000-01-01'          | <
          DURATION | h'-00:00:01'           | h'00:00:00'            | <
          DURATION | h'100:00:00'           | h'99:59:59'            | >
          JSON     | j'1'                   | j'1'                   | =
          """)
  void ordersValues(Kind kind, String left, String right, String order) {
    String args = left + ";" + right;
    assertThat(holds("lt", kind, args)).isEqualTo(order.equals("<"));
    assertThat(holds("le", kind, args)).isEqualTo(!order.equals(">"));
    assertThat(holds("gt", kind, args)).isEqualTo(order.equals(">"));
    assertThat(holds("ge", kind, args)).isEqualTo(!order.equals("<"));
    assertThat(holds("eq", kind, args)).isEqualTo(order.equals("="));
    assertThat(holds("ne", kind, args)).isEqualTo(!order.equals("="));
    assertThat(holds("nulleq", kind, args)).isEqualTo(order.equals("="));
    assertThat(holds("in", kind, args)).isEqualTo(order.equals("="));
  }

  private static boolean holds(String name, Kind kind, String args) {
    String answer = Evaluation.of(name + " " + kind + " -> int", args);
    assertThat(answer).isIn("0", "1");
    return answer.equals("1");
  }

  @ParameterizedTest
  @CsvSource({"INT", "REAL", "DECIMAL", "STRING", "TIME", "DURATION", "JSON"})
  void comparingWithNullIsNull(Kind kind) {
    for (String name : new String[] {"lt", "le", "gt", "ge", "eq", "ne", "in"}) {
      assertThat(Evaluation.of(name + " " + kind + " -> int", "NULL; NULL"))
          .as(name)
          .isEqualTo("NULL");
    }
    assertThat(Evaluation.of("nulleq " + kind + " -> int", "NULL; NULL")).isEqualTo("1");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1; 1; 2        | 1
          3; 1; 2        | 0
          3; 1; NULL     | NULL
          1; 1; NULL     | 1
          1; NULL; 1     | 1
          NULL; 1; 2     | NULL
          NULL; NULL     | NULL
          -1; 18446744073709551615u | 0
          18446744073709551615u; -1; 18446744073709551615u | 1
          """)
  void inIsUnknownOnlyWhenANullMightBeTheValue(String args, String expected) {
    assertThat(Evaluation.of("in INT -> int", args)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} <=> {1}: {2}")
  @CsvSource({"1, NULL, 0", "NULL, 1, 0", "NULL, NULL, 1", "1, 1, 1", "1, 2, 0"})
  void nullSafeEqualityIsNeverNull(String left, String right, String expected) {
    assertThat(Evaluation.of("nulleq INT -> int", left + ";" + right)).isEqualTo(expected);
  }

  @Test
  void theZeroDateIsBeforeAllOthers() {
    long first = CoreTime.of(LocalDateTime.of(0, 1, 1, 0, 0), Type.DATE);
    assertThat(CoreTime.compare(0b1110, first)).isNegative();
  }
}

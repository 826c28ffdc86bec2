package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "-1, -1",
    "0.1, 0.1",
    "1.5, 1.5",
    "-2.25, -2.25",
    "100, 100",
    "123456789012345, 123456789012345",
    "1e15, 1e15",
    "1.5e300, 1.5e300",
    "-1e20, -1e20",
    "1e-5, 0.00001",
    "1e-6, 1e-6",
    "1.25e-7, 1.25e-7",
    "0.30000000000000004, 0.30000000000000004",
    "4.9e-324, 4.9e-324",
    "1.7976931348623157e308, 1.7976931348623157e308",
  })
  void printsDoublesShortly(double value, String text) {
    assertThat(Values.text(value)).isEqualTo(text);
    assertThat(Double.parseDouble(Values.text(value))).isEqualTo(value);
  }

  @Test
  void printsEveryKind() {
    assertThat(Rows.text(Rows.vector(Type.UNSIGNED_BIGINT, -1L), 0))
        .isEqualTo("18446744073709551615");
    assertThat(Rows.text(Rows.vector(Type.decimal(5, 2), "1.5"), 0)).isEqualTo("1.50");
    assertThat(Rows.text(Rows.vector(Type.DATE, "2024-01-02"), 0)).isEqualTo("2024-01-02");
    assertThat(Rows.text(Rows.vector(Type.timestamp(3), "2024-01-02 03:04:05.678"), 0))
        .isEqualTo("2024-01-02 03:04:05.678");
    assertThat(Rows.text(Rows.vector(Type.time(0), "-01:02:03"), 0)).isEqualTo("-01:02:03");
    assertThat(Rows.text(Rows.vector(Type.JSON, "{}"), 0)).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~12x~|~12~", "~ 1.5e3 ~|~1.5e3~", "~1e+5~|~1e+5~", "~1e~|~1~", "~1e+~|~1~", "~.5~|~.5~",
            "~5.~|~5.~", "~.~|~~",
        "~-~|~~", "~+1~|~+1~", "~--1~|~~", "~e5~|~~", "~1e9999999999~|~1~", "~0x1F~|~0~",
            "~1 2~|~1~", "~~|~~",
      })
  void findsTheNumberAtTheBeginning(String text, String prefix) {
    assertThat(Values.numericPrefix(text)).isEqualTo(prefix);
  }
}

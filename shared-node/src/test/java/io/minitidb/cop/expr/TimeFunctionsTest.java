package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeFunctionsTest {

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          year TIME -> int         | t'2024-02-03 04:05:06.789' | 2024
          month TIME -> int        | t'2024-02-03 04:05:06.789' | 2
          day TIME -> int          | t'2024-02-03 04:05:06.789' | 3
          hour DURATION -> int         | h'04:05:06.789' | 4
          minute DURATION -> int       | h'04:05:06.789' | 5
          second DURATION -> int       | h'04:05:06.789' | 6
          microsecond DURATION -> int  | h'04:05:06.789' | 789000
          hour DURATION -> int         | h'00:00:00'              | 0
          microsecond DURATION -> int  | h'00:00:00'              | 0
          year TIME -> int         | NULL                       | NULL
          unix_timestamp TIME -> int | t'1970-01-02 00:00:01'   | 86401
          unix_timestamp TIME -> int | t'1969-12-31 23:59:59'   | 0
          unix_timestamp TIME -> int | NULL                     | NULL
          """)
  void calculatesWithTimes(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }

  @Test
  void aUnixTimestampDependsOnTheZone() {
    Expr call =
        new Expr.Call(
            Functions.get("unix_timestamp", Kind.TIME),
            List.of(Rows.constant(Type.datetime(0), "2024-01-01 08:00:00")),
            Type.BIGINT);
    EvalContext shanghai = new EvalContext(ZoneId.of("Asia/Shanghai"), Instant.EPOCH);
    assertThat(call.eval(Rows.counting(0, 1), shanghai).getLong(0)).isEqualTo(1704067200);
  }

  @Test
  void theZeroDateHasParts() {
    Expr zero = Expr.Constant.of(0, Type.datetime(0));
    assertThat(eval("year", zero)).isEqualTo("0");
    assertThat(eval("unix_timestamp", zero)).isEqualTo("0");
  }

  private static String eval(String name, Expr... args) {
    return Rows.text(
        new Expr.Call(Functions.get(name, Kind.TIME), List.of(args), Type.BIGINT)
            .eval(Rows.counting(0, 1), Rows.context()),
        0);
  }
}

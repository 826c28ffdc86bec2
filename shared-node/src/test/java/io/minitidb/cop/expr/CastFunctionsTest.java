package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CastFunctionsTest {

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          cast_int STRING -> int       | '12'                 | 12
          cast_int STRING -> int       | ' -12 '              | -12
          cast_int STRING -> int       | '+12'                | 12
          cast_int STRING -> int       | '12x'                | 12 1292
          cast_int STRING -> int       | '1.9'                | 1 1292
          cast_int STRING -> int       | '1e3'                | 1 1292
          cast_int STRING -> int       | 'abc'                | 0 1292
          cast_int STRING -> int       | ''                   | 0 1292
          cast_int STRING -> int       | '-'                  | 0 1292
          cast_int STRING -> int       | '9223372036854775807' | 9223372036854775807
          cast_int STRING -> int       | '99999999999999999999' | 9223372036854775807 1292
          cast_int STRING -> int       | '-99999999999999999999' | -9223372036854775808 1292
          cast_int STRING -> uint      | '18446744073709551615' | 18446744073709551615
          cast_int STRING -> uint      | '99999999999999999999' | 18446744073709551615 1292
          cast_int STRING -> int       | NULL                 | NULL
          cast_int INT -> uint         | -1                   | 18446744073709551615
          cast_int INT -> int          | 18446744073709551615u | -1
          cast_int REAL -> int         | 1.5e0                | 2
          cast_int REAL -> int         | 2.5e0                | 2
          cast_int REAL -> int         | -1.4e0               | -1
          cast_int REAL -> int         | 1e30                 | 9223372036854775807 1292
          cast_int DECIMAL -> int      | 2.5                  | 3
          cast_int DECIMAL -> int      | -2.5                 | -3
          cast_int TIME -> int         | t'2024-01-02 03:04:05' | 20240102030405
          cast_int TIME -> int         | d'2024-01-02'        | 20240102
          cast_int DURATION -> int     | h'-01:02:03'         | -10203
          cast_real STRING -> real     | '1e3'                | 1000
          cast_real STRING -> real     | ' 1.5 '              | 1.5
          cast_real STRING -> real     | '1.5x'               | 1.5 1292
          cast_real STRING -> real     | '.5'                 | 0.5
          cast_real STRING -> real     | '5.'                 | 5
          cast_real STRING -> real     | '.'                  | 0 1292
          cast_real STRING -> real     | ''                   | 0
          cast_decimal STRING -> dec(10,2) | ''               | 0.00 1292
          cast_real STRING -> real     | '1e'                 | 1 1292
          cast_real STRING -> real     | '1e999'              | 1.7976931348623157e308 1292
          cast_real STRING -> real     | '-1e999'             | -1.7976931348623157e308 1292
          cast_real STRING -> real     | '1e-400'             | 0
          cast_real INT -> real        | 18446744073709551615u | 1.8446744073709552e19
          cast_real INT -> real        | -1                   | -1
          cast_real DECIMAL -> real    | 0.10                 | 0.1
          cast_real TIME -> real       | d'2024-01-02'        | 20240102
          cast_decimal STRING -> dec(10,2) | '1.005'          | 1.01
          cast_decimal STRING -> dec(10,2) | 'x'              | 0.00 1292
          cast_decimal STRING -> dec(4,1)  | '12345'          | 999.9 1264
          cast_decimal STRING -> dec(10,2) | '-1e100'         | -99999999.99 1264
          cast_decimal INT -> dec(20,0) | 18446744073709551615u | 18446744073709551615
          cast_decimal INT -> dec(4,1) | -12345               | -999.9 1264
          cast_decimal REAL -> dec(10,2) | 0.125e0            | 0.13
          cast_decimal DECIMAL -> dec(3,1) | 1.25             | 1.3
          cast_decimal DECIMAL -> dec(3,1) | 99.95            | 99.9 1264
          cast_string INT -> text      | -5                   | '-5'
          cast_string INT -> text      | 18446744073709551615u | '18446744073709551615'
          cast_string REAL -> text     | 1e20                 | '1e20'
          cast_string DECIMAL -> text  | 1.50                 | '1.50'
          cast_string STRING -> char(2) | 'añb'               | 'añ' 1292
          cast_string STRING -> char(3) | 'añb'               | 'añb'
          cast_string TIME -> text     | d'2024-01-02'        | '2024-01-02'
          cast_string TIME -> text     | t'2024-01-02 03:04:05.5' | '2024-01-02 03:04:05.500000'
          cast_string DURATION -> text | h'-100:00:00'        | '-100:00:00.000000'
          cast_json STRING -> json     | '{"a": 1}'           | {"a": 1}
          """)
  void converts(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          cast_time STRING -> date        | '2024-02-29'                  | 2024-02-29
          cast_time STRING -> date        | '2024-1-2'                    | 2024-01-02
          cast_time STRING -> date        | '24-01-02'                    | 2024-01-02
          cast_time STRING -> date        | '70-01-02'                    | 1970-01-02
          cast_time STRING -> date        | '20240102'                    | 2024-01-02
          cast_time STRING -> date        | '2023-02-29'                  | NULL 1292
          cast_time STRING -> date        | '0000-00-00'                  | NULL 1292
          cast_time STRING -> date        | 'yesterday'                   | NULL 1292
          cast_time STRING -> date        | ''                            | NULL 1292
          cast_time STRING -> datetime(0) | '2024-01-02 03:04:05'         | 2024-01-02 03:04:05
          cast_time STRING -> datetime(0) | '2024-01-02T03:04'            | 2024-01-02 03:04:00
          cast_time STRING -> datetime(0) | '20240102030405'              | 2024-01-02 03:04:05
          cast_time STRING -> datetime(0) | '2024-01-02 03:04:05.5'       | 2024-01-02 03:04:06
          cast_time STRING -> datetime(3) | '2023-12-31 23:59:59.9996'    | 2024-01-01 00:00:00.000
          cast_time STRING -> datetime(6) | '2023-12-31 23:59:59.9999999' | 2024-01-01 00:00:00.000000
          cast_time STRING -> datetime(6) | '2024-01-02 03:04:05.1234564' | 2024-01-02 03:04:05.123456
          cast_time INT -> date           | 20240102                      | 2024-01-02
          cast_time INT -> datetime(0)    | 20240102030405                | 2024-01-02 03:04:05
          cast_time INT -> date           | 20241302                      | NULL 1292
          cast_time TIME -> date          | t'2024-01-02 03:04:05'        | 2024-01-02
          cast_time TIME -> datetime(6)   | d'2024-01-02'                 | 2024-01-02 00:00:00.000000
          cast_time TIME -> datetime(0)   | t'2024-01-02 03:04:05.5'      | 2024-01-02 03:04:06
          cast_duration STRING -> time(0) | '01:02:03'                    | 01:02:03
          cast_duration STRING -> time(0) | '-1 01:02'                    | -25:02:00
          cast_duration STRING -> time(6) | '0:0:0.000001'                | 00:00:00.000001
          cast_duration STRING -> time(0) | '900:00:00'                   | 838:59:59 1292
          cast_duration STRING -> time(0) | '00:60:00'                    | NULL 1292
          cast_duration STRING -> time(0) | '99999999999 00:00'           | NULL 1292
          cast_duration TIME -> time(6)   | t'2024-01-02 03:04:05.5'      | 03:04:05.500000
          cast_duration DURATION -> time(0) | h'10:00:00'                 | 10:00:00
          """)
  void readsDatesAndTimes(String call, String args, String expected) {
    assertThat(Evaluation.of(call, args)).isEqualTo(expected);
  }

  @Test
  void everyKindConvertsToEveryOther() {
    for (Kind from : Kind.values()) {
      for (Kind to : Kind.values()) {
        assertThat(Functions.find(CastFunctions.name(to), from)).as(from + " to " + to).isPresent();
      }
    }
  }

  @Test
  void theZeroDateConvertsToNothingAndBreaksNothing() {
    Expr zero = Expr.Constant.of(0, Type.datetime(0));
    for (Type type : List.of(Type.DATE, new Type(TypeCode.TIMESTAMP, false, 0, 6))) {
      EvalContext context = Rows.context();
      var value =
          new Expr.Call(Functions.get("cast_time", Kind.TIME), List.of(zero), type)
              .eval(Rows.counting(0, 1), context);
      assertThat(Rows.text(value, 0)).isEqualTo("NULL");
      assertThat(context.warnings()).extracting(EvalContext.Warning::code).containsExactly(1292);
    }
  }

  @Test
  void aWarningQuotesTheWholeText() {
    EvalContext context = Rows.context();
    new Expr.Call(
            Functions.get("cast_real", Kind.STRING), List.of(Expr.Constant.of("12x")), Type.DOUBLE)
        .eval(Rows.counting(0, 1), context);
    assertThat(context.warnings())
        .containsExactly(new EvalContext.Warning(1292, "Truncated incorrect DOUBLE value: '12x'"));
  }
}

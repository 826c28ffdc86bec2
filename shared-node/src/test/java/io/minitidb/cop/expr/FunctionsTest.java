package io.minitidb.cop.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FunctionsTest {

  @ParameterizedTest(name = "{0} of {1} is {2}")
  @CsvSource({
    "lt, INT, 100",
    "lt, JSON, 106",
    "le, REAL, 111",
    "gt, DECIMAL, 122",
    "ge, STRING, 133",
    "eq, TIME, 144",
    "ne, DURATION, 155",
    "nulleq, INT, 160",
    "in, STRING, 4004",
    "cast_int, INT, 1",
    "cast_json, INT, 7",
    "cast_real, REAL, 11",
    "cast_string, DECIMAL, 22",
    "cast_decimal, STRING, 33",
    "cast_time, TIME, 44",
    "cast_duration, DURATION, 55",
    "cast_json, JSON, 66",
    "ifnull, INT, 4101",
    "ifnull, JSON, 4113",
    "if, DURATION, 4112",
    "if, JSON, 4114",
    "case, INT, 4208",
    "coalesce, JSON, 4207",
    "and, INT, 3101",
    "or, INT, 3102",
    "not, REAL, 3106",
    "isnull, INT, 3116",
    "isnull, DECIMAL, 3111",
    "plus, INT, 203",
    "minus, REAL, 204",
    "multiply, DECIMAL, 209",
    "divide, REAL, 211",
    "divide, DECIMAL, 212",
    "intdiv, INT, 213",
    "like, STRING, 4310",
    "regexp, STRING, 4313",
    "concat, STRING, 7006",
    "substring, STRING, 7053",
    "year, TIME, 6029",
    "day, TIME, 6022",
    "unix_timestamp, TIME, 6066",
  })
  void haveTheNumbersOfTipb(String name, Kind kind, int sig) {
    assertThat(Functions.get(name, kind).sig()).isEqualTo(sig);
    assertThat(Functions.bySig(sig))
        .hasValueSatisfying(function -> assertThat(function.name()).isEqualTo(name));
  }

  @Test
  void whatIsUnknownIsEmptyOrNamed() {
    assertThat(Functions.bySig(0)).isEmpty();
    assertThat(Functions.bySig(-1)).isEmpty();
    assertThat(Functions.find("no_such", Kind.INT)).isEmpty();
    assertThatThrownBy(() -> Functions.get("like", Kind.INT)).hasMessageContaining("like/INT");
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, decimal(2 2)",
    "1.50, decimal(3 2)",
    "1E+3, decimal(4 0)",
    "0, decimal(1 0)",
    "-12.5, decimal(3 1)"
  })
  void aDecimalConstantHasRoomForItsDigits(BigDecimal value, String type) {
    Expr.Constant constant = Expr.Constant.of(value);
    assertThat(constant.type().toString()).isEqualTo(type.replace(' ', ','));
    assertThat(constant.value().getDecimal(0)).isEqualByComparingTo(value);
  }

  @Test
  void constantsAreConstant() {
    assertThat(Expr.Constant.ofNull(Type.TEXT).isNull()).isTrue();
    assertThat(Expr.Constant.of("😀").type()).isEqualTo(Type.varchar(1));
    assertThatThrownBy(() -> new Expr.Constant(Rows.vector(Type.BIGINT, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

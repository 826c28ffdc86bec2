package io.minitidb.tidb.sql.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.error.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MysqlFunctionsTest {
  private static final List<Type> TYPES =
      List.of(
          Type.BIGINT,
          Type.UNSIGNED_BIGINT,
          Type.DOUBLE,
          Type.decimal(10, 2),
          Type.varchar(20),
          Type.DATE,
          Type.datetime(3),
          Type.time(0),
          Type.JSON,
          Type.NULL);
  private static final Set<String> WITH_UNIT =
      Set.of("date_add", "date_sub", "adddate", "subdate", "extract");
  private static final Set<String> WITH_UNIT_FIRST = Set.of("timestampadd", "timestampdiff");

  static Stream<String> names() {
    return MysqlFunctions.all().stream().map(MysqlFunction::name).sorted();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFunctionTakesArgumentsOfAnyTypeAndHasABody(String name) {
    MysqlFunction function = MysqlFunctions.find(name).orElseThrow();
    int most = Math.min(function.most(), function.least() + 3);
    for (Type type : TYPES) {
      for (int count = function.least(); count <= most; count++) {
        if (name.startsWith("json_")
            && function.most() == MysqlFunction.ANY
            && count > function.least()) {
          continue;
        }
        assertThat(function.call(arguments(name, count, type)).type()).isNotNull();
      }
    }
  }

  private static List<Expr> arguments(String name, int count, Type type) {
    List<Expr> args = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      args.add(new Expr.ColumnRef(i, type));
    }
    if (WITH_UNIT_FIRST.contains(name) || name.equals("extract")) {
      args.set(0, Expr.Constant.of("DAY"));
    } else if (WITH_UNIT.contains(name) && count == 3) {
      args.set(2, Expr.Constant.of("DAY_SECOND"));
    }
    return args;
  }

  @ParameterizedTest
  @CsvSource({"lower, 0", "lower, 2", "json_object, 1", "json_set, 4", "if, 2", "now, 2"})
  void anotherNumberOfArgumentsIsError1582(String name, int count) {
    MysqlFunction function = MysqlFunctions.find(name).orElseThrow();
    assertThatThrownBy(() -> function.call(arguments(name, count, Type.varchar(5))))
        .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.code()).isEqualTo(1582))
        .hasMessage("Incorrect parameter count in the call to native function '" + name + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "date         | DAY          | date",
        "date         | HOUR         | datetime",
        "datetime(3)  | DAY          | datetime(3)",
        "datetime(3)  | MICROSECOND  | datetime(6)",
        "time         | HOUR         | time",
        "time         | DAY          | datetime",
        "varchar(20)  | DAY          | varchar(29)"
      })
  void aDatePlusAnIntervalHasTheTypeThatMysqlGivesIt(String base, String unit, String expected) {
    Type type =
        TYPES.stream().filter(each -> each.toString().equals(base)).findFirst().orElseThrow();
    Expr sum =
        MysqlFunctions.find("DATE_ADD")
            .orElseThrow()
            .call(
                List.of(
                    new Expr.ColumnRef(0, type),
                    Expr.Constant.of(1, Type.BIGINT),
                    Expr.Constant.of(unit)));
    assertThat(sum.type()).hasToString(expected);
  }

  @Test
  void aConstantDecidesHowManyDigitsAreKept() {
    Expr value = new Expr.ColumnRef(0, Type.decimal(10, 4));
    MysqlFunction round = MysqlFunctions.find("round").orElseThrow();
    assertThat(round.call(List.of(value)).type().decimals()).isZero();
    assertThat(round.call(List.of(value, Expr.Constant.of(2, Type.BIGINT))).type().decimals())
        .isEqualTo(2);
    assertThat(round.call(List.of(value, new Expr.ColumnRef(1, Type.BIGINT))).type().kind())
        .isEqualTo(Kind.DECIMAL);
  }
}

package io.minitidb.cop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TypeTest {

  @Test
  void printsAsDescDoes() {
    assertThat(Type.bigint(21).asUnsigned()).hasToString("bigint(21) unsigned");
    assertThat(Type.varchar(64)).hasToString("varchar(64)");
    assertThat(Type.decimal(10, 2)).hasToString("decimal(10,2)");
    assertThat(Type.timestamp(6)).hasToString("timestamp(6)");
    assertThat(Type.datetime(0)).hasToString("datetime");
    assertThat(Type.time(3)).hasToString("time(3)");
    assertThat(Type.LONGTEXT).hasToString("longtext");
    assertThat(Type.DOUBLE).hasToString("double");
  }

  @Test
  void decimalsAreBounded() {
    assertThat(Type.decimal(100, 50)).isEqualTo(Type.decimal(65, 30));
  }

  @ParameterizedTest
  @EnumSource(TypeCode.class)
  void everyNumberLeadsBackToItsCode(TypeCode code) {
    assertThat(TypeCode.of(code.number())).isEqualTo(code);
    assertThat(code.sqlName()).isLowerCase();
  }

  @ParameterizedTest
  @CsvSource({"253, VARCHAR", "13, YEAR", "9, INT", "249, TEXT"})
  void relatedNumbersAreUnderstood(int number, TypeCode code) {
    assertThat(TypeCode.of(number)).isEqualTo(code);
  }

  @Test
  void otherNumbersAreRefused() {
    assertThatThrownBy(() -> TypeCode.of(255))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("255");
  }
}

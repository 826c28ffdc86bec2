package io.minitidb.cop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VectorBuilderTest {

  @Test
  void growsFarBeyondWhatWasExpected() {
    VectorBuilder numbers = new VectorBuilder(Type.BIGINT, 0);
    VectorBuilder texts = new VectorBuilder(Type.TEXT, 1);
    VectorBuilder decimals = new VectorBuilder(Type.decimal(20, 1), 3);
    for (int i = 0; i < 5000; i++) {
      if (i % 7 == 3) {
        numbers.appendNull();
        texts.appendNull();
        decimals.appendNull();
      } else {
        numbers.appendLong(i);
        texts.appendString("x".repeat(i % 50) + i);
        decimals.appendDecimal(BigDecimal.valueOf(i, 1));
      }
    }
    Vector n = numbers.build();
    Vector t = texts.build();
    Vector d = decimals.build();
    for (int i = 0; i < 5000; i++) {
      assertThat(n.isNull(i)).isEqualTo(i % 7 == 3);
      if (i % 7 != 3) {
        assertThat(n.getLong(i)).isEqualTo(i);
        assertThat(t.getString(i)).isEqualTo("x".repeat(i % 50) + i);
        assertThat(d.getDecimal(i)).isEqualTo(BigDecimal.valueOf(i, 1));
      }
    }
  }

  @Test
  void isEmptyAgainAfterBuilding() {
    VectorBuilder out = new VectorBuilder(Type.TEXT, 2);
    out.appendNull();
    out.appendString("a");
    assertThat(out.rows()).isEqualTo(2);
    assertThat(Rows.text(Rows.batch(out.build()))).containsExactly("NULL", "a");
    out.appendString("b");
    Vector second = out.build();
    assertThat(second.isDense()).isTrue();
    assertThat(Rows.text(Rows.batch(second))).containsExactly("b");
    assertThat(out.build().rows()).isZero();
  }

  @Test
  void aVectorDoesNotChangeWhenItsBuilderGoesOn() {
    VectorBuilder out = new VectorBuilder(Type.BIGINT, 1);
    out.appendLong(1);
    Vector first = out.build();
    out.appendLong(2);
    out.appendNull();
    assertThat(Rows.text(Rows.batch(first))).containsExactly("1");
  }

  @Test
  void onlyOneRowMakesAConstant() {
    VectorBuilder out = new VectorBuilder(Type.BIGINT, 1);
    assertThatThrownBy(out::buildConstant).isInstanceOf(IllegalStateException.class);
    out.appendLong(1);
    out.appendLong(2);
    assertThatThrownBy(out::buildConstant).hasMessageContaining("2");
  }

  @Test
  void appendsRowsOfOtherVectors() {
    VectorBuilder out = new VectorBuilder(Type.decimal(10, 3), 1);
    out.append(Rows.vector(Type.decimal(5, 2), "1.25", null), 0);
    out.append(Rows.vector(Type.decimal(5, 2), "1.25", null), 1);
    out.append(Rows.constant(Type.decimal(5, 3), "2.125").value(), 9);
    assertThat(Rows.text(Rows.batch(out.build()))).containsExactly("1.250", "NULL", "2.125");
  }

  @ParameterizedTest(name = "{0} at scale {1} is {2}")
  @CsvSource({
    "0, 0, 0",
    "0, 4, 0.0000",
    "-0.00005, 4, -0.0001",
    "0.00004, 4, 0.0000",
    "999999999, 0, 999999999",
    "1000000000, 0, 1000000000",
    "0.000000001, 9, 0.000000001",
    "0.0000000001, 10, 0.0000000001",
    "123456789123456789123456789.987654321987654321, 18, 123456789123456789123456789.987654321987654321",
    "1.5, 0, 2",
    "-1.5, 0, -2",
    "99999999999999999999999999999999999999999999999999999999999999999, 0, "
        + "99999999999999999999999999999999999999999999999999999999999999999",
  })
  void keepsDecimalsExactly(BigDecimal value, int scale, String expected) {
    Vector vector = Rows.vector(Type.decimal(65, scale), value);
    assertThat(vector.getDecimal(0).toPlainString()).isEqualTo(expected);
    assertThat(DecimalCodec.isSound(vector.array(), vector.dataStart())).isTrue();
  }

  @Test
  void keepsRandomDecimals() {
    Random random = new Random(20191026);
    for (int i = 0; i < 2000; i++) {
      int scale = random.nextInt(31);
      BigDecimal value =
          new BigDecimal(new java.math.BigInteger(random.nextInt(115), random), scale);
      value = random.nextBoolean() ? value : value.negate();
      assertThat(Rows.vector(Type.decimal(65, scale), value).getDecimal(0)).isEqualTo(value);
    }
  }

  @Test
  void refusesDecimalsOfMoreThanEightyOneDigits() {
    assertThatThrownBy(() -> Rows.vector(Type.decimal(65, 0), "1" + "0".repeat(81)))
        .isInstanceOf(ArithmeticException.class);
  }
}

package io.minitidb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.minitidb.cop.Rows;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The vectors are those of the reference, section 2.1, without their flag byte.
final class NumbersTest {

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8000000000000000",
    "1, 8000000000000001",
    "-1, 7fffffffffffffff",
    "-9223372036854775808, 0000000000000000",
    "9223372036854775807, ffffffffffffffff",
    "3661500000000, 8000035482682700",
    "-3661500000000, 7ffffcab7d97d900",
  })
  void integersHaveTheirSignFlipped(long value, String hex) {
    assertThat(hex(Numbers.signed(value))).isEqualTo(hex);
    assertThat(Numbers.signed(bytes(hex))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"0, 0000000000000000", "-1, ffffffffffffffff", "300, 000000000000012c"})
  void unsignedIntegersAreAsTheyAre(long value, String hex) {
    assertThat(hex(Numbers.unsigned(value))).isEqualTo(hex);
    assertThat(Numbers.unsigned(bytes(hex))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"0.0, 8000000000000000", "1.5, bff8000000000000", "-1.5, 4007ffffffffffff"})
  void doublesAreComparable(double value, String hex) {
    assertThat(hex(Numbers.real(value))).isEqualTo(hex);
    assertThat(Numbers.real(bytes(hex))).isEqualTo(value);
  }

  @Test
  void theOrderOfBytesIsTheOrderOfDoubles() {
    double[] ascending = {
      -Double.MAX_VALUE,
      -1e10,
      -1.5,
      -Double.MIN_VALUE,
      0,
      Double.MIN_VALUE,
      1.5,
      1e10,
      Double.MAX_VALUE
    };
    for (int i = 1; i < ascending.length; i++) {
      assertThat(
              ByteString.unsignedLexicographicalComparator()
                  .compare(Numbers.real(ascending[i - 1]), Numbers.real(ascending[i])))
          .isNegative();
    }
  }

  @Test
  void packsTimesInOrder() {
    long core = Rows.vector(Type.datetime(6), "2019-10-26 10:20:30.123456").getLong(0);
    assertThat(hex(Numbers.time(core))).isEqualTo("19a474a51e01e240");
    assertThat(Numbers.time(bytes("19a474a51e01e240"), Type.datetime(6))).isEqualTo(core);
    assertThat(CoreTime.format(Numbers.time(bytes("19a474a51e01e240"), Type.DATE), Type.DATE))
        .isEqualTo("2019-10-26");
  }

  @Test
  void theZeroDateIsZero() {
    assertThat(hex(Numbers.time(0b1110))).isEqualTo("0000000000000000");
    assertThat(Numbers.time(Numbers.time(0b1110), Type.DATE)).isEqualTo(0b1110);
    assertThat(Numbers.time(Numbers.time(0), Type.datetime(0))).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000001",
        "ffffffffffffffff",
        "19a474a51efffff0",
        "19a4ffffff000000",
        "",
        "00",
        "000000000000000000"
      })
  void refusesTimesThatAreNone(String hex) {
    assertThatThrownBy(() -> Numbers.time(bytes(hex), Type.datetime(6)))
        .isInstanceOf(WireException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1234567890.1234, 0e04810dfb38d204d2",
    "-1234567890.1234, 0e047ef204c72dfb2d",
    "123.45, 0502807b2d",
    "0.5, 02018005",
    "0, 010080",
  })
  void decimalsAreInMysqlsBinaryForm(BigDecimal value, String hex) {
    assertThat(hex(BinaryDecimal.encode(value))).isEqualTo(hex);
    assertThat(BinaryDecimal.decode(bytes(hex))).isEqualTo(value);
  }

  @Test
  void randomDecimalsComeBack() {
    Random random = new Random(20191026);
    for (int i = 0; i < 3000; i++) {
      BigDecimal value =
          new BigDecimal(new BigInteger(random.nextInt(110), random), random.nextInt(31));
      value = random.nextBoolean() ? value : value.negate();
      assertThat(BinaryDecimal.decode(BinaryDecimal.encode(value)))
          .as("seed 20191026, number %d", i)
          .isEqualTo(value);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01",
        "0100", // too short
        "0502807b",
        "0502807b2d00", // a byte too few, a byte too many
        "ff00" + "80",
        "0205800500", // negative precision, more fraction than digits
        "4200" + "80000000000000000000000000000000000000000000000000000000", // 66 digits
        "0900ffffffff", // nine digits that are ten
      })
  void refusesMalformedDecimals(String hex) {
    assertThatThrownBy(() -> BinaryDecimal.decode(bytes(hex))).isInstanceOf(WireException.class);
  }
}

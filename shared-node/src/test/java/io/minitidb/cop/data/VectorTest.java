package io.minitidb.cop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.cop.Rows;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The vectors are those of the reference, section 2.2.
final class VectorTest {

  record Sample(Vector vector, String hex) {}

  static Stream<Sample> samples() {
    return Stream.of(
        new Sample(
            Rows.vector(Type.BIGINT, 1, null, -2),
            "03000000 01000000 05 0100000000000000 0000000000000000 feffffffffffffff"),
        new Sample(
            Rows.vector(Type.varchar(10), "a", null, "bc"),
            "03000000 01000000 05 0000000000000000 0100000000000000 0100000000000000 0300000000000000 616263"),
        new Sample(
            Rows.vector(Type.datetime(6), "2019-10-26 10:20:30.123456"),
            "01000000 00000000 0c241e1ea5b48e1f"),
        new Sample(
            Rows.vector(Type.timestamp(6), "2019-10-26 10:20:30.123456"),
            "01000000 00000000 0d241e1ea5b48e1f"),
        new Sample(Rows.vector(Type.DATE, "2019-10-26"), "01000000 00000000 0e00000000b48e1f"),
        new Sample(
            Rows.vector(Type.decimal(14, 4), "1234567890.1234"),
            "01000000 00000000 0a 04 04 00 01000000 d238fb0d 40ef5a07" + "00".repeat(24)),
        new Sample(
            Rows.vector(Type.decimal(14, 4), "-1234567890.1234"),
            "01000000 00000000 0a 04 04 01 01000000 d238fb0d 40ef5a07" + "00".repeat(24)),
        new Sample(Rows.vector(Type.time(1), "01:01:01.5"), "01000000 00000000 0027688254030000"),
        new Sample(Rows.vector(Type.DOUBLE, 1.5), "01000000 00000000 000000000000f83f"),
        new Sample(Rows.vector(Type.TEXT), "00000000 00000000 0000000000000000"),
        new Sample(Rows.vector(Type.BIGINT), "00000000 00000000"));
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void hasTheBytesOfTheChunkEncoding(Sample sample) {
    Vector vector = sample.vector();
    byte[] expected = bytes(sample.hex());
    byte[] actual = new byte[vector.size()];
    assertThat(vector.encode(actual, 0)).isEqualTo(expected.length);
    assertThat(HexFormat.of().formatHex(actual)).isEqualTo(HexFormat.of().formatHex(expected));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsTheSameValuesFromTheBytesWhereverTheyBegin(Sample sample) {
    byte[] hex = bytes(sample.hex());
    byte[] shifted = new byte[hex.length + 12];
    System.arraycopy(hex, 0, shifted, 5, hex.length);
    Vector vector = Vector.decode(sample.vector().type(), shifted, 5);
    assertThat(vector.end()).isEqualTo(5 + hex.length);
    assertThat(Rows.text(Rows.batch(vector))).isEqualTo(Rows.text(Rows.batch(sample.vector())));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void refusesEveryTruncation(Sample sample) {
    byte[] whole = bytes(sample.hex());
    for (int length = 0; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Vector.decode(sample.vector().type(), part, 0))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffffffff 00000000 0000000000000000", // a negative number of rows
        "01000000 ffffffff 0000000000000000", // a negative number of nulls
        "01000000 02000000 00 0000000000000000 0000000000000000", // more nulls than rows
        "ffffff7f 00000000 0000000000000000", // rows that are not there
        "01000000 00000000 0100000000000000 0100000000000000 61", // the first offset is not 0
        "02000000 00000000 0000000000000000 0200000000000000 0100000000000000 61", // offsets go
        // back
        "01000000 00000000 0000000000000000 ffffffffffffffff", // a negative length
        "01000000 00000000 0000000000000000 0001000000000000 61", // a length beyond the end
        "01000000 00000000 0000000000000000 0000000001000000 61", // a length beyond 32 bits
      })
  void refusesMalformedText(String hex) {
    assertThatThrownBy(() -> Vector.decode(Type.TEXT, bytes(hex), 0))
        .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff 04 04 00 01000000", // a negative number of digits
        "51 09 09 00 01000000", // ten words
        "0a 04 ff 00 01000000", // a negative scale
        "01 00 00 00 ffffffff", // a negative word
        "01 00 00 00 00ca9a3b", // a word of ten digits
      })
  void refusesMalformedDecimals(String start) {
    byte[] bytes = java.util.Arrays.copyOf(bytes("01000000 00000000" + start), 48);
    assertThatThrownBy(() -> Vector.decode(Type.decimal(10, 4), bytes, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aConstantAnswersForEveryRow() {
    for (Type type : List.of(Type.BIGINT, Type.decimal(5, 2), Type.TEXT)) {
      Vector constant = Rows.constant(type, "TEXT".equals(type.code().name()) ? "7" : 7).value();
      assertThat(constant.isConstant()).isTrue();
      assertThat(constant.rows()).isEqualTo(1);
      assertThat(Rows.text(constant, 1000)).isEqualTo(Rows.text(constant, 0));
    }
    assertThat(Rows.constant(Type.TEXT, null).value().isNull(77)).isTrue();
  }

  @Test
  void comparesTextAsUnsignedBytes() {
    Vector texts = Rows.vector(Type.TEXT, "a", "ab", "\u00e9", "", "a");
    assertThat(texts.compareBytes(0, texts, 1)).isNegative();
    assertThat(texts.compareBytes(2, texts, 1)).isPositive();
    assertThat(texts.compareBytes(3, texts, 0)).isNegative();
    assertThat(texts.compareBytes(0, texts, 4)).isZero();
  }
}

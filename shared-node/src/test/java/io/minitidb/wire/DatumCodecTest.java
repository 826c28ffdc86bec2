package io.minitidb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The vectors are those of TiDB's codec.
final class DatumCodecTest {
  private static final Type UNSIGNED = Type.UNSIGNED_BIGINT;

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(Type.BIGINT, 0, "0800"),
        Arguments.of(Type.BIGINT, 1, "0802"),
        Arguments.of(Type.BIGINT, -1, "0801"),
        Arguments.of(Type.BIGINT, 300, "08d804"),
        Arguments.of(Type.BIGINT, Long.MIN_VALUE, "08ffffffffffffffffff01"),
        Arguments.of(Type.BIGINT, Long.MAX_VALUE, "08feffffffffffffffff01"),
        Arguments.of(UNSIGNED, 128, "098001"),
        Arguments.of(UNSIGNED, 300, "09ac02"),
        Arguments.of(UNSIGNED, -1L, "09ffffffffffffffffff01"),
        Arguments.of(Type.varchar(3), "abc", "0206616263"),
        Arguments.of(Type.varchar(3), "", "0200"),
        Arguments.of(Type.DOUBLE, 0.0, "058000000000000000"),
        Arguments.of(Type.DOUBLE, 1.5, "05bff8000000000000"),
        Arguments.of(Type.DOUBLE, -1.5, "054007ffffffffffff"),
        Arguments.of(Type.datetime(6), "2019-10-26 10:20:30.123456", "0419a474a51e01e240"),
        Arguments.of(Type.time(1), "01:01:01.5", "078000035482682700"),
        Arguments.of(Type.time(1), "-01:01:01.5", "077ffffcab7d97d900"),
        Arguments.of(Type.decimal(14, 4), "1234567890.1234", "060e04810dfb38d204d2"),
        Arguments.of(Type.decimal(14, 4), "-1234567890.1234", "060e047ef204c72dfb2d"),
        Arguments.of(Type.decimal(5, 2), "123.45", "060502807b2d"),
        Arguments.of(Type.BIGINT, null, "00"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsWrittenAsTidbWritesItAndReadBack(Type type, Object value, String hex) {
    Batch batch = new Batch(List.of(Rows.vector(type, value)), 1);
    ByteString bytes = DatumCodec.encode(batch, ZoneOffset.UTC);
    assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo(hex);
    assertThat(Rows.text(DatumCodec.decode(bytes, List.of(type), ZoneOffset.UTC)))
        .isEqualTo(Rows.text(batch));
  }

  static Stream<Arguments> otherForms() {
    return Stream.of(
        Arguments.of(Type.BIGINT, "038000000000000001", 1),
        Arguments.of(Type.BIGINT, "037fffffffffffffff", -1),
        Arguments.of(UNSIGNED, "040000000000000001", 1),
        Arguments.of(Type.varchar(0), "010000000000000000f7", ""),
        Arguments.of(Type.varchar(0), "016162636465666768ff0000000000000000f7", "abcdefgh"),
        Arguments.of(Type.varchar(0), "0168656c6c6f20776fff726c640000000000fa", "hello world"),
        Arguments.of(Type.decimal(2, 1), "0602018005", "0.5"));
  }

  @ParameterizedTest
  @MethodSource("otherForms")
  void formsThatOthersWriteAreReadToo(Type type, String hex, Object value) {
    Batch read =
        DatumCodec.decode(
            ByteString.copyFrom(HexFormat.of().parseHex(hex)), List.of(type), ZoneOffset.UTC);
    assertThat(Rows.text(read))
        .isEqualTo(Rows.text(new Batch(List.of(Rows.vector(type, value)), 1)));
  }

  @Test
  void aTimestampTravelsInUtcAndADatetimeDoesNot() {
    ZoneId shanghai = ZoneId.of("Asia/Shanghai");
    String local = "2019-10-26 18:20:30.123456";
    Batch timestamp = new Batch(List.of(Rows.vector(Type.timestamp(6), local)), 1);
    ByteString bytes = DatumCodec.encode(timestamp, shanghai);
    assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo("0419a474a51e01e240");
    assertThat(Rows.text(DatumCodec.decode(bytes, List.of(Type.timestamp(6)), shanghai)))
        .isEqualTo(Rows.text(timestamp));
    Batch datetime = new Batch(List.of(Rows.vector(Type.datetime(6), local)), 1);
    assertThat(DatumCodec.encode(datetime, shanghai))
        .isEqualTo(DatumCodec.encode(datetime, ZoneOffset.UTC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08",
        "08ffffffffffffffffffff01",
        "02ff",
        "06",
        "0642",
        "05bff8",
        "0b",
        "fa",
        "0601"
      })
  void bytesThatAreNoRowAreRefused(String hex) {
    ByteString bytes = ByteString.copyFrom(HexFormat.of().parseHex(hex));
    assertThatThrownBy(() -> DatumCodec.decode(bytes, List.of(Type.BIGINT), ZoneOffset.UTC))
        .isInstanceOf(WireException.class);
  }

  static LongStream seeds() {
    return LongStream.range(1, 151);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void batchesComeBackAsTheyWere(long seed) {
    RandomPlans random = new RandomPlans(seed);
    List<Type> types = random.types();
    Batch batch = random.batch(types, (int) (seed * 7 % 300));
    ByteString bytes = DatumCodec.encode(batch, ZoneOffset.UTC);
    Batch back = DatumCodec.decode(bytes, types, ZoneOffset.UTC);
    assertThat(Rows.text(back)).isEqualTo(Rows.text(batch));
    assertThat(DatumCodec.encode(back, ZoneOffset.UTC)).isEqualTo(bytes);
  }
}

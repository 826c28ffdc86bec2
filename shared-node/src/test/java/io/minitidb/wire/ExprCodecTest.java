package io.minitidb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.minitidb.cop.Rows;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import io.minitidb.proto.tipb.ExprType;
import io.minitidb.proto.tipb.FieldType;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ExprCodecTest {
  private static final List<Type> INPUT = List.of(Type.BIGINT, Type.TEXT);

  static Stream<Expr.Constant> constants() {
    Stream<Expr.Constant> values =
        Stream.of(
            Rows.constant(Type.BIGINT, Long.MIN_VALUE),
            Rows.constant(Type.UNSIGNED_BIGINT, -1L),
            Rows.constant(Type.BOOLEAN, 1),
            Rows.constant(Type.DOUBLE, -1.5),
            Rows.constant(Type.decimal(30, 4), "-12345678901234567890.5"),
            Expr.Constant.of(new BigDecimal("0.05")),
            Rows.constant(Type.varchar(20), "é€😀"),
            Rows.constant(Type.TEXT, ""),
            Rows.constant(Type.DATE, "2024-02-29"),
            Rows.constant(Type.datetime(3), "2024-02-29 23:59:59.999"),
            Rows.constant(Type.timestamp(0), "1970-01-01"),
            Rows.constant(Type.time(6), "-838:59:59"),
            Rows.constant(Type.JSON, "{\"a\": 1}"));
    return Stream.concat(values, RandomPlans.TYPES.stream().map(Expr.Constant::ofNull));
  }

  @ParameterizedTest
  @MethodSource("constants")
  void constantsOfEveryKindComeBack(Expr.Constant constant) {
    Expr back = ExprCodec.decode(ExprCodec.encode(constant), INPUT);
    assertThat(back).isInstanceOf(Expr.Constant.class);
    assertThat(back.type()).isEqualTo(constant.type());
    assertThat(Rows.text(((Expr.Constant) back).value(), 0))
        .isEqualTo(Rows.text(constant.value(), 0));
  }

  @Test
  void callsAndColumnsComeBack() {
    Expr like =
        new Expr.Call(
            Functions.get("like", Kind.STRING),
            List.of(
                Rows.column(1, Type.TEXT),
                Rows.constant(Type.varchar(2), "a%"),
                Rows.constant(Type.bigint(11), 92)),
            Type.BOOLEAN);
    Expr both =
        new Expr.Call(
            Functions.get("and", Kind.INT),
            List.of(Rows.column(0, Type.BIGINT), like),
            Type.BOOLEAN);
    Expr back = ExprCodec.decode(ExprCodec.encode(both), INPUT);
    assertThat(ExprCodec.encode(back)).isEqualTo(ExprCodec.encode(both));
    assertThat(back.type()).isEqualTo(Type.BOOLEAN);
    assertThat(ExprCodec.encode(like).getSig()).isEqualTo(4310);
  }

  @Test
  void aDecimalOfUnknownPrecisionLosesNoDigit() {
    var message =
        ExprCodec.encode(Rows.constant(Type.decimal(10, 4), "1.2345")).toBuilder()
            .setFieldType(FieldType.newBuilder().setTp(246).setFlen(-1).setDecimal(-1))
            .build();
    Expr back = ExprCodec.decode(message, INPUT);
    assertThat(((Expr.Constant) back).value().getDecimal(0)).isEqualTo(new BigDecimal("1.2345"));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"COUNT", "SUM", "MIN", "MAX", "FIRST", "BIT_AND", "BIT_OR", "BIT_XOR", "VAR_POP"})
  void aggregatesComeBack(AggFunction function) {
    Type arg = function == AggFunction.VAR_POP ? Type.DOUBLE : Type.BIGINT;
    AggCall call =
        new AggCall(
            function,
            List.of(Rows.column(0, arg)),
            function == AggFunction.COUNT,
            Type.decimal(42, 0));
    assertThat(ExprCodec.decodeAggregate(ExprCodec.encode(call), List.of(arg))).isEqualTo(call);
  }

  @Test
  void bitsOfATextAreRefused() {
    AggCall call =
        new AggCall(
            AggFunction.BIT_OR, List.of(Rows.column(0, Type.TEXT)), false, Type.UNSIGNED_BIGINT);
    assertThatThrownBy(() -> ExprCodec.decodeAggregate(ExprCodec.encode(call), List.of(Type.TEXT)))
        .isInstanceOf(WireException.class);
  }

  static io.minitidb.proto.tipb.Expr.Builder message(ExprType tp, byte[] value, Type type) {
    return io.minitidb.proto.tipb.Expr.newBuilder()
        .setTp(tp)
        .setVal(ByteString.copyFrom(value))
        .setFieldType(TypeCodec.encode(type));
  }

  static Stream<Arguments> garbage() {
    return Stream.of(
        Arguments.of("column 2 of 2", ExprCodec.encode(Rows.column(2, Type.BIGINT))),
        Arguments.of("column -1 of 2", ExprCodec.encode(Rows.column(-1, Type.BIGINT))),
        Arguments.of(
            "takes 8 bytes", message(ExprType.ColumnRef, new byte[0], Type.BIGINT).build()),
        Arguments.of(
            "unknown function signature 99999",
            message(ExprType.ScalarFunc, new byte[0], Type.BIGINT).setSig(99999).build()),
        Arguments.of(
            "unknown function signature 0",
            message(ExprType.ScalarFunc, new byte[0], Type.BIGINT).build()),
        Arguments.of(
            "takes 8 bytes, not 7", message(ExprType.Int64, new byte[7], Type.BIGINT).build()),
        Arguments.of("does not hold INT", message(ExprType.Int64, new byte[8], Type.TEXT).build()),
        Arguments.of(
            "does not hold REAL",
            message(ExprType.Float64, new byte[8], Type.decimal(5, 2)).build()),
        Arguments.of(
            "does not hold TIME",
            message(ExprType.MysqlTime, new byte[8], Type.decimal(5, 2)).build()),
        Arguments.of(
            "does not hold STRING", message(ExprType.String, new byte[8], Type.BIGINT).build()),
        Arguments.of(
            "malformed decimal",
            message(ExprType.MysqlDecimal, new byte[1], Type.decimal(5, 2)).build()),
        Arguments.of(
            "no such time",
            message(ExprType.MysqlTime, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}, Type.DATE)
                .build()),
        Arguments.of(
            "Count are not supported", message(ExprType.Count, new byte[0], Type.BIGINT).build()),
        Arguments.of(
            "unknown MySQL type 255",
            message(ExprType.Null, new byte[0], Type.TEXT)
                .setFieldType(FieldType.newBuilder().setTp(255))
                .build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("garbage")
  void refusesWhatMeansNothing(String reason, io.minitidb.proto.tipb.Expr message) {
    assertThatThrownBy(() -> ExprCodec.decode(message, INPUT))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesAggregatesThatMeanNothing() {
    var average =
        message(ExprType.Avg, new byte[0], Type.DOUBLE)
            .addChildren(ExprCodec.encode(Rows.column(0, Type.BIGINT)))
            .build();
    assertThatThrownBy(() -> ExprCodec.decodeAggregate(average, INPUT))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("Avg");
    var sum = message(ExprType.Sum, new byte[0], Type.DOUBLE).build();
    assertThatThrownBy(() -> ExprCodec.decodeAggregate(sum, INPUT))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("needs an argument");
  }

  @Test
  void fractionsOfSecondsAreBounded() {
    FieldType wild = FieldType.newBuilder().setTp(12).setDecimal(30).setFlen(-1).build();
    assertThat(TypeCodec.decode(wild)).isEqualTo(Type.datetime(6));
    assertThat(TypeCodec.decode(wild.toBuilder().setDecimal(-1).build()))
        .isEqualTo(Type.datetime(0));
  }
}

package io.minitidb.wire;

import com.google.protobuf.ByteString;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.AggCall;
import io.minitidb.cop.exec.AggFunction;
import io.minitidb.cop.exec.SortKey;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Function;
import io.minitidb.cop.expr.Functions;
import io.minitidb.proto.tipb.ByItem;
import io.minitidb.proto.tipb.ExprType;
import io.minitidb.proto.tipb.FieldType;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;

/// Expressions as tipb messages.
final class ExprCodec {
  /// The session's zone while a plan is written or read; without one, UTC.
  static final ScopedValue<ZoneId> ZONE = ScopedValue.newInstance();

  private ExprCodec() {}

  static io.minitidb.proto.tipb.Expr encode(Expr expr) {
    return switch (expr) {
      case Expr.ColumnRef ref ->
          message(ExprType.ColumnRef, Numbers.signed(ref.index()), ref.type()).build();
      case Expr.Constant constant -> constant(constant);
      case Expr.Call call ->
          message(ExprType.ScalarFunc, ByteString.EMPTY, call.type())
              .setSig(call.function().sig())
              .addAllChildren(call.args().stream().map(ExprCodec::encode).toList())
              .build();
    };
  }

  private static io.minitidb.proto.tipb.Expr.Builder message(
      ExprType tp, ByteString value, Type type) {
    FieldType fieldType = TypeCodec.encode(type);
    return io.minitidb.proto.tipb.Expr.newBuilder().setTp(tp).setVal(value).setFieldType(fieldType);
  }

  private static ZoneId zone() {
    return ZONE.orElse(ZoneOffset.UTC);
  }

  private static io.minitidb.proto.tipb.Expr constant(Expr.Constant constant) {
    Vector value = constant.value();
    Type type = value.type();
    if (value.isNull(0)) {
      return message(ExprType.Null, ByteString.EMPTY, type).build();
    }
    return switch (type.kind()) {
      case INT ->
          type.unsigned()
              ? message(ExprType.Uint64, Numbers.unsigned(value.getLong(0)), type).build()
              : message(ExprType.Int64, Numbers.signed(value.getLong(0)), type).build();
      case REAL -> message(ExprType.Float64, Numbers.real(value.getDouble(0)), type).build();
      case DECIMAL ->
          message(ExprType.MysqlDecimal, BinaryDecimal.encode(value.getDecimal(0)), type).build();
      case STRING -> message(ExprType.String, ByteString.copyFrom(value.getBytes(0)), type).build();
      case JSON ->
          message(ExprType.MysqlJson, ByteString.copyFrom(value.getBytes(0)), type).build();
      case TIME ->
          message(
                  ExprType.MysqlTime,
                  Numbers.time(Zones.toUtc(value.getLong(0), type, zone())),
                  type)
              .build();
      case DURATION ->
          message(ExprType.MysqlDuration, Numbers.signed(value.getLong(0)), type).build();
    };
  }

  /// @param input the types of the child's columns
  static Expr decode(io.minitidb.proto.tipb.Expr message, List<Type> input) {
    if (message.getTp() == ExprType.ColumnRef) {
      long index = Numbers.signed(message.getVal());
      if (index < 0 || index >= input.size()) {
        throw new WireException("an expression reads column " + index + " of " + input.size());
      }
      return new Expr.ColumnRef((int) index, input.get((int) index));
    }
    Type type = TypeCodec.decode(message.getFieldType());
    if (message.getTp() == ExprType.ScalarFunc) {
      Function function =
          Functions.bySig(message.getSig())
              .orElseThrow(
                  () -> new WireException("unknown function signature " + message.getSig()));
      List<Expr> args =
          message.getChildrenList().stream().map(child -> decode(child, input)).toList();
      CallCheck.check(function, args, type);
      return new Expr.Call(function, args, type);
    }
    return constant(message, type);
  }

  private static Expr constant(io.minitidb.proto.tipb.Expr message, Type type) {
    ByteString value = message.getVal();
    return switch (message.getTp()) {
      case Null -> Expr.Constant.ofNull(type);
      case Int64 -> Expr.Constant.of(Numbers.signed(value), of(Kind.INT, type));
      case Uint64 -> Expr.Constant.of(Numbers.unsigned(value), of(Kind.INT, type).asUnsigned());
      case Float32, Float64 ->
          constant(of(Kind.REAL, type), out -> out.appendDouble(Numbers.real(value)));
      case MysqlDecimal -> decimal(BinaryDecimal.decode(value), of(Kind.DECIMAL, type));
      case String, Bytes ->
          constant(
              of(Kind.STRING, type), out -> out.appendBytes(value.toByteArray(), 0, value.size()));
      case MysqlJson ->
          constant(
              of(Kind.JSON, type), out -> out.appendBytes(value.toByteArray(), 0, value.size()));
      case MysqlTime ->
          Expr.Constant.of(
              Zones.fromUtc(Numbers.time(value, of(Kind.TIME, type)), type, zone()), type);
      case MysqlDuration -> Expr.Constant.of(Numbers.signed(value), of(Kind.DURATION, type));
      default ->
          throw new WireException("expressions of type " + message.getTp() + " are not supported");
    };
  }

  private static Type of(Kind kind, Type type) {
    if (type.kind() != kind) {
      throw new WireException("a constant of type " + type + " does not hold " + kind);
    }
    return type;
  }

  private static Expr constant(Type type, Consumer<VectorBuilder> value) {
    VectorBuilder out = new VectorBuilder(type, 1);
    value.accept(out);
    return new Expr.Constant(out.buildConstant());
  }

  /// Other senders leave precision and scale open; no digit may be lost then.
  private static Expr decimal(BigDecimal value, Type type) {
    boolean fits =
        type.decimals() >= value.scale()
            && type.length() - type.decimals() >= value.precision() - value.scale();
    return fits ? constant(type, out -> out.appendDecimal(value)) : Expr.Constant.of(value);
  }

  static ByItem encode(SortKey key) {
    return ByItem.newBuilder().setExpr(encode(key.expr())).setDesc(key.descending()).build();
  }

  static SortKey decode(ByItem message, List<Type> input) {
    return new SortKey(decode(message.getExpr(), input), message.getDesc());
  }

  static io.minitidb.proto.tipb.Expr encode(AggCall call) {
    ExprType tp = ExprType.forNumber(call.function().number());
    return message(tp, ByteString.EMPTY, call.type())
        .setHasDistinct(call.distinct())
        .addAllChildren(call.args().stream().map(ExprCodec::encode).toList())
        .build();
  }

  static AggCall decodeAggregate(io.minitidb.proto.tipb.Expr message, List<Type> input) {
    AggFunction function =
        AggFunction.of(message.getTp().getNumber())
            .orElseThrow(() -> new WireException("unknown aggregate function " + message.getTp()));
    List<Expr> args =
        message.getChildrenList().stream().map(child -> decode(child, input)).toList();
    if (args.isEmpty() && function != AggFunction.COUNT) {
      throw new WireException(function + " needs an argument");
    }
    checkKind(function, args);
    return new AggCall(
        function, args, message.getHasDistinct(), TypeCodec.decode(message.getFieldType()));
  }

  private static void checkKind(AggFunction function, List<Expr> args) {
    Kind needed =
        switch (function) {
          case BIT_AND, BIT_OR, BIT_XOR -> Kind.INT;
          case VAR_POP -> Kind.REAL;
          default -> null;
        };
    if (needed != null && (args.size() != 1 || args.getFirst().type().kind() != needed)) {
      throw new WireException(function + " needs one argument of kind " + needed);
    }
  }
}

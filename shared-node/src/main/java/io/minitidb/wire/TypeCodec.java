package io.minitidb.wire;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.proto.tipb.ColumnInfo;
import io.minitidb.proto.tipb.FieldType;

/// A type as tipb's FieldType and ColumnInfo.
final class TypeCodec {
  private static final int UNSIGNED = 32;
  private static final int UTF8MB4_BIN = 46;
  private static final int BINARY = 63;

  private TypeCodec() {}

  static FieldType encode(Type type) {
    return FieldType.newBuilder()
        .setTp(type.code().number())
        .setFlag(type.unsigned() ? UNSIGNED : 0)
        .setFlen(type.length())
        .setDecimal(type.decimals())
        .setCollate(collation(type))
        .build();
  }

  static Type decode(FieldType message) {
    return decode(message.getTp(), message.getFlag(), message.getFlen(), message.getDecimal());
  }

  static ColumnInfo encodeColumn(int position, Type type) {
    return ColumnInfo.newBuilder()
        .setColumnId(position + 1L)
        .setTp(type.code().number())
        .setFlag(type.unsigned() ? UNSIGNED : 0)
        .setColumnLen(type.length())
        .setDecimal(type.decimals())
        .setCollation(collation(type))
        .build();
  }

  static Type decodeColumn(ColumnInfo message) {
    return decode(message.getTp(), message.getFlag(), message.getColumnLen(), message.getDecimal());
  }

  private static Type decode(int tp, int flag, int length, int decimals) {
    try {
      TypeCode code = TypeCode.of(tp);
      boolean time = code.kind() == Kind.TIME || code.kind() == Kind.DURATION;
      return new Type(
          code,
          (flag & UNSIGNED) != 0,
          Math.max(0, length),
          Math.clamp(decimals, 0, time ? 6 : 30));
    } catch (IllegalArgumentException e) {
      throw new WireException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Collation ids travel negated, which says that the sender compares by collation and not by
  /// bytes alone.
  private static int collation(Type type) {
    return switch (type.kind()) {
      case STRING, JSON -> -UTF8MB4_BIN;
      default -> -BINARY;
    };
  }
}

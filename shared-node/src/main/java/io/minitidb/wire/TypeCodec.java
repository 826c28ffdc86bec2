package io.minitidb.wire;

import io.minitidb.cop.data.Collation;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.proto.tipb.ColumnInfo;
import io.minitidb.proto.tipb.FieldType;

/// A type as tipb's FieldType and ColumnInfo.
final class TypeCodec {
  private static final int UNSIGNED = 32;

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
    return decode(
        message.getTp(),
        message.getFlag(),
        message.getFlen(),
        message.getDecimal(),
        message.getCollate());
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
    return decode(
        message.getTp(),
        message.getFlag(),
        message.getColumnLen(),
        message.getDecimal(),
        message.getCollation());
  }

  private static Type decode(int tp, int flag, int length, int decimals, int collate) {
    try {
      TypeCode code = TypeCode.of(tp);
      boolean time = code.kind() == Kind.TIME || code.kind() == Kind.DURATION;
      return new Type(
          code,
          (flag & UNSIGNED) != 0,
          Math.max(0, length),
          Math.clamp(decimals, 0, time ? 6 : 30),
          collation(collate, code));
    } catch (IllegalArgumentException e) {
      throw new WireException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Collation ids travel negated, which says that the sender compares by collation and not by
  /// bytes alone.
  private static int collation(Type type) {
    return -type.collation().id();
  }

  /// A positive id says that the sender compares strings by their bytes.
  private static Collation collation(int id, TypeCode code) {
    if (id == 0) {
      return new Type(code, false, 0, 0).collation();
    }
    if (id > 0 && id != Collation.BINARY.id()) {
      return Collation.UTF8MB4_0900_BIN;
    }
    return Collation.of(Math.abs(id))
        .orElseThrow(() -> new WireException("unknown collation " + id));
  }
}

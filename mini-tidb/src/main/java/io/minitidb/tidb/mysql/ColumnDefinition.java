package io.minitidb.tidb.mysql;

import io.minitidb.cop.data.Collation;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.tidb.result.Result;
import io.netty.buffer.ByteBuf;

/// A column of a result as MySQL describes it: wire type, display length in bytes, collation and
/// flags, which drivers choose their own types by.
final class ColumnDefinition {
  static final int UTF8MB4_BIN = 46;
  private static final int BINARY_COLLATION = 63;
  private static final int NOT_NULL_FLAG = 1;
  private static final int BLOB_FLAG = 16;
  private static final int UNSIGNED_FLAG = 32;
  private static final int BINARY_FLAG = 128;
  private static final int BYTES_PER_CHARACTER = 4;

  /// As TiDB cuts the text of an expression that stands in the place of a name.
  private static final int LONGEST_LABEL = 256;

  /// Of what is computed.
  private static final Result.Origin NOWHERE = new Result.Origin("", "", "", "", false);

  private ColumnDefinition() {}

  static void write(ByteBuf out, Result.Column column) {
    Type type = column.type();
    boolean text = type.kind() == Kind.STRING && !type.collation().equals(Collation.BINARY);
    Result.Origin origin = column.origin().orElse(NOWHERE);
    Wire.writeString(out, "def");
    Wire.writeString(out, origin.schema());
    Wire.writeString(out, origin.alias());
    Wire.writeString(out, origin.table());
    Wire.writeString(out, cut(column.label()));
    Wire.writeString(out, origin.column());
    Wire.writeLenenc(out, 0x0C);
    out.writeShortLE(text ? UTF8MB4_BIN : BINARY_COLLATION);
    out.writeIntLE((int) length(type));
    out.writeByte(wireType(type));
    out.writeShortLE(flags(type) | (origin.notNull() ? NOT_NULL_FLAG : 0));
    out.writeByte(decimals(type));
    out.writeZero(2);
  }

  private static String cut(String label) {
    if (label.length() <= LONGEST_LABEL) {
      return label;
    }
    int end = Character.isHighSurrogate(label.charAt(LONGEST_LABEL - 1)) ? 1 : 0;
    return label.substring(0, LONGEST_LABEL - end);
  }

  private static int wireType(Type type) {
    return switch (type.code()) {
      case VARCHAR -> 253;
      case TEXT, LONGTEXT -> 252;
      case TINYINT,
          SMALLINT,
          INT,
          DOUBLE,
          NULL,
          TIMESTAMP,
          YEAR,
          BIGINT,
          DATE,
          TIME,
          DATETIME,
          JSON,
          DECIMAL,
          CHAR ->
          type.code().number();
    };
  }

  private static long length(Type type) {
    return switch (type.code()) {
      case TINYINT, SMALLINT, INT, BIGINT -> Math.max(1, type.length());
      case DOUBLE -> 22;
      case DECIMAL -> type.length() + 2L;
      case DATE -> 10;
      case YEAR -> 4;
      case DATETIME, TIMESTAMP -> type.decimals() == 0 ? 19 : 20 + type.decimals();
      case TIME -> type.decimals() == 0 ? 10 : 11 + type.decimals();
      case NULL -> 0;
      case VARCHAR, CHAR -> (long) BYTES_PER_CHARACTER * Math.max(1, type.length());
      case TEXT -> 262140;
      case LONGTEXT, JSON -> 4294967295L;
    };
  }

  private static int flags(Type type) {
    int flags = type.unsigned() ? UNSIGNED_FLAG : 0;
    flags |= type.kind() == Kind.STRING && type.code() != TypeCode.NULL ? 0 : BINARY_FLAG;
    return switch (type.code()) {
      case TEXT, LONGTEXT, JSON -> flags | BLOB_FLAG;
      default -> flags;
    };
  }

  private static int decimals(Type type) {
    return type.code() == TypeCode.DOUBLE ? 31 : type.decimals();
  }
}

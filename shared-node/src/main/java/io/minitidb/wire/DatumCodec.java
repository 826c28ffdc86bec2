package io.minitidb.wire;

import com.google.protobuf.ByteString;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// Rows in datum encoding (EncodeType TypeDefault): each value a flag byte and its payload, a row
/// the values of its columns, no lengths and no separators. Timestamps travel in UTC.
final class DatumCodec {
  private static final int NULL = 0;
  private static final int MEMCOMPARABLE = 1;
  private static final int COMPACT = 2;
  private static final int FIXED_INT = 3;
  private static final int FIXED_UINT = 4;
  private static final int FLOAT = 5;
  private static final int DECIMAL = 6;
  private static final int DURATION = 7;
  private static final int VARINT = 8;
  private static final int UVARINT = 9;
  private static final int JSON = 10;

  private DatumCodec() {}

  /// @param zone that the batch's timestamps are in
  static ByteString encode(Batch batch, ZoneId zone) {
    ByteString.Output out = ByteString.newOutput();
    for (int row = 0; row < batch.rows(); row++) {
      for (Vector column : batch.columns()) {
        encode(column, row, zone, out);
      }
    }
    return out.toByteString();
  }

  private static void encode(Vector column, int row, ZoneId zone, ByteString.Output out) {
    if (column.isNull(row)) {
      out.write(NULL);
      return;
    }
    Type type = column.type();
    switch (type.kind()) {
      case INT -> {
        long value = column.getLong(row);
        out.write(type.unsigned() ? UVARINT : VARINT);
        varint(type.unsigned() ? value : value << 1 ^ value >> 63, out);
      }
      case REAL -> put(FLOAT, Numbers.real(column.getDouble(row)), out);
      case DECIMAL -> put(DECIMAL, BinaryDecimal.encode(column.getDecimal(row)), out);
      case STRING -> text(COMPACT, column, row, out);
      case JSON -> text(JSON, column, row, out);
      case TIME -> put(FIXED_UINT, Numbers.time(Zones.toUtc(column.getLong(row), type, zone)), out);
      case DURATION -> put(DURATION, Numbers.signed(column.getLong(row)), out);
    }
  }

  private static void put(int flag, ByteString payload, ByteString.Output out) {
    out.write(flag);
    byte[] bytes = payload.toByteArray();
    out.write(bytes, 0, bytes.length);
  }

  private static void text(int flag, Vector column, int row, ByteString.Output out) {
    byte[] bytes = column.getBytes(row);
    out.write(flag);
    varint((long) bytes.length << 1, out);
    out.write(bytes, 0, bytes.length);
  }

  private static void varint(long value, ByteString.Output out) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /// @param zone to put timestamps into
  /// @throws WireException when the bytes do not hold whole rows of such values
  static Batch decode(ByteString message, List<Type> types, ZoneId zone) {
    List<VectorBuilder> columns = new ArrayList<>();
    types.forEach(type -> columns.add(new VectorBuilder(type, 64)));
    Reader reader = new Reader(message.toByteArray(), zone);
    int rows = 0;
    while (!types.isEmpty() && reader.hasMore()) {
      for (VectorBuilder column : columns) {
        reader.readInto(column);
      }
      rows++;
    }
    return new Batch(columns.stream().map(VectorBuilder::build).toList(), rows);
  }

  private static final class Reader {
    private final byte[] bytes;
    private final ZoneId zone;
    private int at;

    Reader(byte[] bytes, ZoneId zone) {
      this.bytes = bytes;
      this.zone = zone;
    }

    boolean hasMore() {
      return at < bytes.length;
    }

    /// Every flag is taken in every place, as far as its value can be one of the column's.
    void readInto(VectorBuilder out) {
      int flag = next() & 0xFF;
      Type type = out.type();
      switch (flag) {
        case NULL -> out.appendNull();
        case FIXED_INT -> integer(Numbers.signed(take(8)), flag, out);
        case FIXED_UINT -> {
          ByteString value = take(8);
          switch (type.kind()) {
            case TIME -> out.appendLong(Zones.fromUtc(Numbers.time(value, type), type, zone));
            default -> integer(Numbers.unsigned(value), flag, out);
          }
        }
        case VARINT -> {
          long value = varint();
          integer(value >>> 1 ^ -(value & 1), flag, out);
        }
        case UVARINT -> integer(varint(), flag, out);
        case FLOAT -> {
          expect(type.kind() == Kind.REAL, flag, type);
          out.appendDouble(Numbers.real(take(8)));
        }
        case DECIMAL -> {
          expect(type.kind() == Kind.DECIMAL, flag, type);
          out.appendDecimal(BinaryDecimal.decode(take(decimalSize())));
        }
        case DURATION -> {
          expect(type.kind() == Kind.DURATION, flag, type);
          out.appendLong(Numbers.signed(take(8)));
        }
        case COMPACT, JSON -> text(take(length()).toByteArray(), flag, out);
        case MEMCOMPARABLE -> text(memcomparable(), flag, out);
        default -> throw new WireException("malformed row: unknown flag " + flag);
      }
    }

    private static void integer(long value, int flag, VectorBuilder out) {
      expect(out.type().kind() == Kind.INT, flag, out.type());
      out.appendLong(value);
    }

    private static void text(byte[] value, int flag, VectorBuilder out) {
      expect(out.type().kind().width() < 0, flag, out.type());
      out.appendBytes(value, 0, value.length);
    }

    private static void expect(boolean sound, int flag, Type type) {
      if (!sound) {
        throw new WireException("malformed row: flag " + flag + " in a column of " + type);
      }
    }

    private byte next() {
      if (at >= bytes.length) {
        throw new WireException("malformed row: it ends within a value");
      }
      return bytes[at++];
    }

    private ByteString take(int length) {
      if (length < 0 || length > bytes.length - at) {
        throw new WireException("malformed row: a value of " + length + " bytes beyond its end");
      }
      at += length;
      return ByteString.copyFrom(bytes, at - length, length);
    }

    private long varint() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        byte piece = next();
        value |= (long) (piece & 0x7F) << shift;
        if (piece >= 0) {
          return value;
        }
      }
      throw new WireException("malformed row: a number of more than 64 bits");
    }

    private int length() {
      long zigzag = varint();
      long length = zigzag >>> 1 ^ -(zigzag & 1);
      return length < 0 || length > bytes.length ? -1 : (int) length;
    }

    private int decimalSize() {
      if (bytes.length - at < 2) {
        throw new WireException("malformed row: it ends within a value");
      }
      return BinaryDecimal.size(bytes[at], bytes[at + 1]);
    }

    /// Groups of eight bytes, each with a marker of how many of them count.
    private byte[] memcomparable() {
      ByteString.Output out = ByteString.newOutput();
      int used = 8;
      while (used == 8) {
        byte[] group = take(8).toByteArray();
        used = 8 - (0xFF - (next() & 0xFF));
        if (used < 0) {
          throw new WireException("malformed row: a marker of " + used + " bytes");
        }
        out.write(group, 0, used);
      }
      return out.toByteString().toByteArray();
    }
  }
}

package io.minitidb.tidb.mysql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Literal;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads the values that a client gives to a prepared statement, as SQL would write them.
final class ParameterReader {
  private static final int UNSIGNED = 0x8000;
  private static final int DEFAULT_TYPE = 253; // a string

  private ParameterReader() {}

  /// Reads what follows the head of COM_STMT_EXECUTE.
  ///
  /// @param types of the parameters; those that the packet brings replace them
  /// @param sent values that came in pieces before, by their positions
  /// @throws SqlException 1835 for a packet that ends too early, 1235 for an unknown type
  static List<Literal> read(ByteBuf in, int[] types, Map<Integer, byte[]> sent) {
    try {
      return values(in, types, sent);
    } catch (IndexOutOfBoundsException e) { // the packet ends too early
      throw Wire.malformed();
    }
  }

  private static List<Literal> values(ByteBuf in, int[] types, Map<Integer, byte[]> sent) {
    int count = types.length;
    if (count == 0) {
      return List.of();
    }
    ByteBuf nulls = in.readSlice((count + 7) / 8);
    if (in.readByte() == 1) {
      for (int i = 0; i < count; i++) {
        types[i] = in.readUnsignedShortLE();
      }
    }
    List<Literal> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] whole = sent.get(i);
      if (whole != null) {
        values.add(Literal.string(new String(whole, StandardCharsets.UTF_8)));
      } else if ((nulls.getByte(i >> 3) >> (i & 7) & 1) != 0) {
        values.add(Literal.NULL);
      } else {
        values.add(value(in, types[i] == 0 ? DEFAULT_TYPE : types[i]));
      }
    }
    return values;
  }

  private static Literal value(ByteBuf in, int type) {
    boolean unsigned = (type & UNSIGNED) != 0;
    return switch (type & ~UNSIGNED) {
      case 1 -> number(unsigned ? in.readUnsignedByte() : in.readByte());
      case 2, 13 -> number(unsigned ? in.readUnsignedShortLE() : in.readShortLE());
      case 3, 9 -> number(unsigned ? in.readUnsignedIntLE() : in.readIntLE());
      case 8 ->
          unsigned
              ? Literal.number(Long.toUnsignedString(in.readLongLE()))
              : number(in.readLongLE());
      case 4 -> real(in.readFloatLE());
      case 5 -> real(in.readDoubleLE());
      case 0, 246 -> Literal.number(text(in));
      case 6 -> Literal.NULL;
      case 7, 10, 12, 14 -> Literal.string(moment(in));
      case 11 -> Literal.string(duration(in));
      case 15, 16, 245, 247, 248, 249, 250, 251, 252, 253, 254 -> Literal.string(text(in));
      default ->
          throw new SqlException(
              SqlError.NOT_SUPPORTED, "a parameter of type " + (type & ~UNSIGNED));
    };
  }

  private static Literal number(long value) {
    return Literal.number(Long.toString(value));
  }

  /// With an exponent it stays a floating point number.
  private static Literal real(double value) {
    String text = Double.toString(value);
    if (!Double.isFinite(value)) {
      throw new SqlException(SqlError.WRONG_ARGUMENTS, "Incorrect arguments to EXECUTE");
    }
    return Literal.number(text.contains("E") ? text : text + "E0");
  }

  private static String text(ByteBuf in) {
    return Wire.readText(in, Wire.length(in));
  }

  private static String moment(ByteBuf in) {
    int length = in.readUnsignedByte();
    if (length == 0) {
      return "0000-00-00";
    }
    String text =
        String.format(
            Locale.ROOT,
            "%04d-%02d-%02d",
            in.readUnsignedShortLE(),
            (int) in.readByte(),
            (int) in.readByte());
    return length == 4 ? text : text + " " + clock(in, length == 11);
  }

  private static String clock(ByteBuf in, boolean fraction) {
    String text =
        String.format(
            Locale.ROOT,
            "%02d:%02d:%02d",
            (int) in.readByte(),
            (int) in.readByte(),
            (int) in.readByte());
    return fraction ? text + String.format(Locale.ROOT, ".%06d", in.readIntLE()) : text;
  }

  private static String duration(ByteBuf in) {
    int length = in.readUnsignedByte();
    if (length == 0) {
      return "00:00:00";
    }
    String sign = in.readByte() == 0 ? "" : "-";
    long hours = in.readUnsignedIntLE() * 24 + in.readByte();
    String text =
        String.format(
            Locale.ROOT, "%02d:%02d:%02d", hours, (int) in.readByte(), (int) in.readByte());
    return sign + text + (length == 12 ? String.format(Locale.ROOT, ".%06d", in.readIntLE()) : "");
  }
}

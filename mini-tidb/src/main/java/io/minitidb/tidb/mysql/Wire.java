package io.minitidb.tidb.mysql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The building blocks of payloads: length-encoded integers and strings.
final class Wire {
  private Wire() {}

  static void writeLenenc(ByteBuf out, long value) {
    if (value >= 0 && value < 251) {
      out.writeByte((int) value);
    } else if (value >= 0 && value < 1 << 16) {
      out.writeByte(0xFC).writeShortLE((int) value);
    } else if (value >= 0 && value < 1 << 24) {
      out.writeByte(0xFD).writeMediumLE((int) value);
    } else {
      out.writeByte(0xFE).writeLongLE(value);
    }
  }

  static void writeString(ByteBuf out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeLenenc(out, bytes.length);
    out.writeBytes(bytes);
  }

  /// Writes text of digits and signs, one byte for each character.
  static void writeAscii(ByteBuf out, String text) {
    writeLenenc(out, text.length());
    out.writeCharSequence(text, StandardCharsets.US_ASCII);
  }

  static void writeNul(ByteBuf out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8)).writeByte(0);
  }

  /// Returns the error for a packet that is not what its command needs.
  static SqlException malformed() {
    return new SqlException(SqlError.MALFORMED_PACKET, "Malformed communication packet");
  }

  /// Returns `in`, which has to have so many bytes more.
  ///
  /// @throws SqlException 1835 when it has fewer
  static ByteBuf need(ByteBuf in, int bytes) {
    if (in.readableBytes() < bytes) {
      throw malformed();
    }
    return in;
  }

  static long readLenenc(ByteBuf in) {
    int first = in.readUnsignedByte();
    return switch (first) {
      case 0xFC -> in.readUnsignedShortLE();
      case 0xFD -> in.readUnsignedMediumLE();
      case 0xFE -> in.readLongLE();
      default -> first;
    };
  }

  /// Reads text up to a NUL byte, or to the end when the client left the NUL out.
  static String readNul(ByteBuf in) {
    int length = in.bytesBefore((byte) 0);
    String text = readText(in, length < 0 ? in.readableBytes() : length);
    if (length >= 0) {
      in.skipBytes(1);
    }
    return text;
  }

  static String readText(ByteBuf in, int length) {
    return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
  }

  /// Reads keys and values: how many bytes they take together, then one after the other.
  static Map<String, String> readPairs(ByteBuf in) {
    ByteBuf block = in.readSlice(length(in));
    Map<String, String> pairs = new LinkedHashMap<>();
    while (block.isReadable()) {
      pairs.put(readText(block, length(block)), readText(block, length(block)));
    }
    return pairs;
  }

  /// Reads the length of something that follows.
  ///
  /// @throws IndexOutOfBoundsException when the packet ends before that does
  static int length(ByteBuf in) {
    long length = readLenenc(in);
    if (length < 0 || length > in.readableBytes()) {
      throw new IndexOutOfBoundsException("a length beyond the end of the packet");
    }
    return (int) length;
  }

  static byte[] readBytes(ByteBuf in, long length) {
    if (length < 0 || length > in.readableBytes()) {
      throw new SqlException(SqlError.HANDSHAKE, "Bad handshake");
    }
    byte[] bytes = new byte[(int) length];
    in.readBytes(bytes);
    return bytes;
  }
}

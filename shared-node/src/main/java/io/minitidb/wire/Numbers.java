package io.minitidb.wire;

import com.google.protobuf.ByteString;
import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDateTime;

/// Fixed forms of numbers and times inside expressions: big endian, arranged so that byte order is
/// value order.
final class Numbers {
  private static final long SIGN = Long.MIN_VALUE;
  private static final long ZERO_DATE = 0b1110;

  private Numbers() {}

  static ByteString signed(long value) {
    return eight(value ^ SIGN);
  }

  static long signed(ByteString bytes) {
    return eight(bytes) ^ SIGN;
  }

  static ByteString unsigned(long value) {
    return eight(value);
  }

  static long unsigned(ByteString bytes) {
    return eight(bytes);
  }

  /// Positive doubles get the top bit, negative ones are inverted.
  static ByteString real(double value) {
    long bits = Double.doubleToLongBits(value);
    return eight(bits >= 0 ? bits | SIGN : ~bits);
  }

  static double real(ByteString bytes) {
    long bits = eight(bytes);
    return Double.longBitsToDouble(bits < 0 ? bits & ~SIGN : ~bits);
  }

  /// Packs a time of a chunk into the order-preserving form of constants and datums.
  static ByteString time(long core) {
    long months = CoreTime.year(core) * 13L + CoreTime.month(core);
    long date = months << 5 | CoreTime.day(core);
    long time =
        (long) CoreTime.hour(core) << 12
            | (long) CoreTime.minute(core) << 6
            | CoreTime.second(core);
    return eight((date << 17 | time) << 24 | CoreTime.micros(core));
  }

  static long time(ByteString bytes, Type type) {
    long packed = eight(bytes);
    if (packed == 0) {
      return type.code() == TypeCode.DATE ? ZERO_DATE : 0;
    }
    long date = packed >>> 41;
    long time = packed >>> 24 & 0x1FFFF;
    int months = (int) (date >>> 5);
    int micros = (int) (packed & 0xFFFFFF);
    try {
      LocalDateTime local =
          LocalDateTime.of(
              months / 13,
              months % 13,
              (int) date & 31,
              (int) (time >>> 12),
              (int) (time >>> 6) & 63,
              (int) time & 63);
      if (micros > 999_999 || local.getYear() > 9999) {
        throw new DateTimeException("out of range");
      }
      return CoreTime.of(local.plusNanos(micros * 1000L), type);
    } catch (DateTimeException e) {
      throw new WireException("no such time: 0x" + Long.toHexString(packed), e);
    }
  }

  private static ByteString eight(long value) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, value));
  }

  private static long eight(ByteString bytes) {
    if (bytes.size() != 8) {
      throw new WireException("a number takes 8 bytes, not " + bytes.size());
    }
    return bytes.asReadOnlyByteBuffer().getLong();
  }
}

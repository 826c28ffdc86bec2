package io.minitidb.wire;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// Timestamps between a session's zone, which vectors are in, and UTC, which datums and constants
/// travel in. Dates and DATETIMEs belong to no zone and stay as they are.
final class Zones {
  private Zones() {}

  static long toUtc(long bits, Type type, ZoneId zone) {
    return moved(bits, type, zone, ZoneOffset.UTC);
  }

  static long fromUtc(long bits, Type type, ZoneId zone) {
    return moved(bits, type, ZoneOffset.UTC, zone);
  }

  private static long moved(long bits, Type type, ZoneId from, ZoneId to) {
    if (type.code() != TypeCode.TIMESTAMP || from.equals(to) || CoreTime.month(bits) == 0) {
      return bits;
    }
    try {
      LocalDateTime local = CoreTime.toLocal(bits);
      return CoreTime.of(local.atZone(from).toInstant(), to, type);
    } catch (DateTimeException e) {
      throw new WireException("no such time in " + from + ": " + CoreTime.format(bits, type), e);
    }
  }
}

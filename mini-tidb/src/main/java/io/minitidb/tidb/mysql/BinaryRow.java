package io.minitidb.tidb.mysql;

import io.minitidb.cop.data.CoreTime;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.Values;
import java.util.concurrent.TimeUnit;

/// Rows of the binary protocol: a bit for each NULL, then the values in their types' own forms.
final class BinaryRow implements RowForm {
  /// The first two bits of the bitmap are reserved.
  private static final int RESERVED_BITS = 2;

  @Override
  public void write(Vector[] columns, int row, RowBuffer out) {
    out.oneByte(0);
    int nulls = out.zeros((columns.length + RESERVED_BITS + 7) / 8);
    for (int i = 0; i < columns.length; i++) {
      Vector column = columns[i];
      if (column.isNull(row) || column.type().code() == TypeCode.NULL) {
        out.setBit(nulls, i + RESERVED_BITS);
      } else {
        value(column, row, out);
      }
    }
  }

  private static void value(Vector column, int row, RowBuffer out) {
    switch (column.type().kind()) {
      case STRING, JSON -> column.bytes(row, out);
      case INT -> out.little(column.getLong(row), width(column.type().code()));
      case REAL -> out.little(Double.doubleToRawLongBits(column.getDouble(row)), 8);
      case DECIMAL -> out.ascii(Values.text(column, row));
      case TIME -> moment(column.getLong(row), column.type().code() == TypeCode.DATE, out);
      case DURATION -> duration(column.getLong(row), out);
    }
  }

  private static int width(TypeCode code) {
    return switch (code) {
      case TINYINT -> 1;
      case SMALLINT, YEAR -> 2;
      case INT -> 4;
      default -> 8;
    };
  }

  /// What is zero at the end is left out.
  private static void moment(long bits, boolean date, RowBuffer out) {
    int micros = CoreTime.micros(bits);
    int seconds = CoreTime.hour(bits) * 3600 + CoreTime.minute(bits) * 60 + CoreTime.second(bits);
    int length = !date && micros != 0 ? 11 : !date && seconds != 0 ? 7 : 4;
    out.oneByte(length);
    out.little(CoreTime.year(bits), 2).oneByte(CoreTime.month(bits)).oneByte(CoreTime.day(bits));
    if (length >= 7) {
      out.oneByte(CoreTime.hour(bits))
          .oneByte(CoreTime.minute(bits))
          .oneByte(CoreTime.second(bits));
    }
    if (length == 11) {
      out.little(micros, 4);
    }
  }

  private static void duration(long nanos, RowBuffer out) {
    long size = Math.abs(nanos);
    long micros = TimeUnit.NANOSECONDS.toMicros(size) % 1_000_000;
    if (nanos == 0) {
      out.oneByte(0);
      return;
    }
    out.oneByte(micros == 0 ? 8 : 12).oneByte(nanos < 0 ? 1 : 0);
    out.little(TimeUnit.NANOSECONDS.toDays(size), 4)
        .oneByte((int) (TimeUnit.NANOSECONDS.toHours(size) % 24))
        .oneByte((int) (TimeUnit.NANOSECONDS.toMinutes(size) % 60))
        .oneByte((int) (TimeUnit.NANOSECONDS.toSeconds(size) % 60));
    if (micros != 0) {
      out.little(micros, 4);
    }
  }
}

package io.minitidb.tidb.mysql;

import io.minitidb.cop.data.Vector;
import io.minitidb.cop.expr.Values;

/// Rows of the text protocol: each value as a string, NULL as one byte.
final class TextRow implements RowForm {
  private static final int NULL = 0xFB;

  @Override
  public void write(Vector[] columns, int row, RowBuffer out) {
    for (Vector column : columns) {
      if (column.isNull(row)) {
        out.oneByte(NULL);
        continue;
      }
      switch (column.type().kind()) {
        case STRING, JSON -> column.bytes(row, out);
        case INT -> out.decimal(column.getLong(row), column.type().unsigned());
        case REAL, DECIMAL, TIME, DURATION -> out.ascii(Values.text(column, row));
      }
    }
  }
}

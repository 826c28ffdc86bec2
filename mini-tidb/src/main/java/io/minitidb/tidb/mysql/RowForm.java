package io.minitidb.tidb.mysql;

import io.minitidb.cop.data.Batch;

/// How a row is written: as text, or for prepared statements in binary.
interface RowForm {
  /// Appends the payload of row `row`.
  void write(Batch batch, int row, RowBuffer out);
}

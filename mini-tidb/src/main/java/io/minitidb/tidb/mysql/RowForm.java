package io.minitidb.tidb.mysql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;

/// How a row is written: as text, or for prepared statements in binary.
interface RowForm {
  /// Appends the payload of row `row`.
  ///
  /// @param columns as [#columns(Batch)] gives them
  void write(Vector[] columns, int row, RowBuffer out);

  /// Returns the columns of a batch as rows are written from.
  static Vector[] columns(Batch batch) {
    return batch.columns().toArray(Vector[]::new);
  }
}

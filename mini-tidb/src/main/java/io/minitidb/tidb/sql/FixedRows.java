package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import io.minitidb.cop.exec.BatchesExecutor;
import io.minitidb.tidb.result.Result;
import java.util.ArrayList;
import java.util.List;

/// Answers that stand in no table.
final class FixedRows {
  private FixedRows() {}

  /// @param rows the values as text, also those of columns of integers
  static Result of(List<Result.Column> columns, List<List<String>> rows) {
    List<Vector> vectors = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      VectorBuilder out = new VectorBuilder(columns.get(i).type(), rows.size());
      for (List<String> row : rows) {
        if (out.type().kind() == Kind.INT) {
          out.appendLong(Long.parseLong(row.get(i)));
        } else {
          out.appendString(row.get(i));
        }
      }
      vectors.add(out.build());
    }
    return new Result.Rows(columns, new BatchesExecutor(List.of(new Batch(vectors, rows.size()))));
  }
}

package io.minitidb.memtable;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.util.List;

/// A column that a scan reads.
sealed interface ScanColumn<R> {

  /// A column of the definition.
  record Of<R>(Column<R> column) implements ScanColumn<R> {}

  /// A column that is the same for all rows of the node.
  record Same<R>(Vector value) implements ScanColumn<R> {}

  default Type type() {
    return switch (this) {
      case Of<R>(Column<R> column) -> column.type();
      case Same<R>(Vector value) -> value.type();
    };
  }

  /// Computes the column for `rows`.
  default Vector vector(List<R> rows, ScanContext context) {
    return switch (this) {
      case Of<R>(Column<R> column) -> {
        VectorBuilder out = new VectorBuilder(column.type(), rows.size());
        Column.Accessor<R> append = column.accessor();
        int count = rows.size();
        // Tables give lists with random access; going by index costs no iterator for each column.
        for (int row = 0; row < count; row++) {
          append.append(rows.get(row), context, out);
        }
        yield out.build();
      }
      case Same<R>(Vector value) -> value;
    };
  }
}

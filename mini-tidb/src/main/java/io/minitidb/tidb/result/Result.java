package io.minitidb.tidb.result;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Executor;
import java.util.List;
import java.util.Optional;

/// What a statement answers.
public sealed interface Result {

  /// A column as the client sees it.
  ///
  /// @param origin the table's column that it shows; empty for what is computed
  record Column(String label, Type type, Optional<Origin> origin) {
    public Column(String label, Type type) {
      this(label, type, Optional.empty());
    }
  }

  /// A column of a table.
  ///
  /// @param alias what the statement calls the table
  /// @param notNull whether there is a value in every row of the result
  record Origin(String schema, String table, String alias, String column, boolean notNull) {}

  /// Rows, produced as they are read. Whoever takes them closes them.
  record Rows(List<Column> columns, Executor rows) implements Result {}

  /// Done, nothing to show.
  record Done(long affectedRows) implements Result {
    public static final Done OK = new Done(0);
  }
}

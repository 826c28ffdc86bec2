package io.minitidb.tidb.result;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.exec.Executor;
import java.util.List;

/// What a statement answers.
public sealed interface Result {

  /// A column as the client sees it.
  record Column(String label, Type type) {}

  /// Rows, produced as they are read. Whoever takes them closes them.
  record Rows(List<Column> columns, Executor rows) implements Result {}

  /// Done, nothing to show.
  record Done(long affectedRows) implements Result {
    public static final Done OK = new Done(0);
  }
}

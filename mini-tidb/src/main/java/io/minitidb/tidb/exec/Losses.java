package io.minitidb.tidb.exec;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;

/// What becomes of a fan-out when nodes do not answer.
interface Losses {

  /// A node failed.
  ///
  /// @param what has happened, naming the node
  /// @param missing which of its rows are not there
  void lost(String what, String missing);

  /// Says whether the rows that have come are as good as all, so that the last node is not worth
  /// waiting for.
  default boolean areCovered() {
    return false;
  }

  /// One warning for each node, or the end of a strict statement.
  record Told(ExecContext context) implements Losses {
    @Override
    public void lost(String what, String missing) {
      String message = what + "; " + missing;
      if (context.limits().strict()) {
        throw new SqlException(SqlError.NODE_TIMEOUT, message);
      }
      context.warn().accept(SqlError.NODE_TIMEOUT.code(), message);
    }
  }
}

package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Session;
import java.util.List;
import java.util.Optional;

/// `SELECT ... INTO @a, @b`: the only row goes into variables. Without a row they stay as they
/// were.
final class IntoVariables {
  private IntoVariables() {}

  /// @throws SqlException 1172 for more than one row
  static Result run(Session session, Executor rows, List<String> variables) {
    long count = 0;
    try (rows) {
      for (Optional<Batch> next = rows.next(); next.isPresent(); next = rows.next()) {
        Batch batch = next.get();
        count += batch.rows();
        if (count > 1) {
          throw new SqlException(SqlError.TOO_MANY_ROWS, "Result consisted of more than one row");
        }
        for (int i = 0; i < variables.size() && batch.rows() > 0; i++) {
          session.setUserVariable(variables.get(i), VariableValues.of(batch.column(i), 0));
        }
      }
    }
    if (count == 0) {
      session
          .warnings()
          .add(
              "Warning",
              SqlError.NO_DATA.code(),
              "No data - zero rows fetched, selected, or processed");
    }
    return new Result.Done(count);
  }
}

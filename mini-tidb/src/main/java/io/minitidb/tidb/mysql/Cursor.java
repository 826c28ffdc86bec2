package io.minitidb.tidb.mysql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.cop.expr.MemoryTracker;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The rows of a result that the client fetches some at a time. They are all read when it is
/// opened, because nodes do not wait for a client that thinks.
final class Cursor {
  private final Deque<Batch> batches = new ArrayDeque<>();
  private final MemoryTracker memory;
  private Vector[] columns = {};
  private int at;

  private Cursor(MemoryTracker memory) {
    this.memory = memory;
  }

  /// @param memory where the rows count until they are sent
  /// @throws SqlException 8175 when they are too many
  static Cursor read(Result.Rows result, MemoryTracker memory) {
    Cursor cursor = new Cursor(memory);
    try (Executor rows = result.rows()) {
      Optional<Batch> batch = rows.next();
      for (; batch.isPresent(); batch = rows.next()) {
        if (batch.get().rows() > 0) {
          memory.hold(batch.get().size());
          cursor.batches.add(batch.get());
        }
      }
      return cursor;
    } catch (EvalException e) {
      cursor.close();
      throw new SqlException(e);
    } catch (RuntimeException e) {
      cursor.close();
      throw e;
    }
  }

  boolean hasMore() {
    return !batches.isEmpty();
  }

  /// Appends the payload of the next row.
  void next(RowForm form, RowBuffer out) {
    Batch batch = batches.element();
    if (at == 0) {
      columns = RowForm.columns(batch);
    }
    form.write(columns, at, out);
    at++;
    if (at == batch.rows()) {
      memory.release(batches.remove().size());
      at = 0;
    }
  }

  /// Gives up what was not fetched.
  void close() {
    batches.forEach(batch -> memory.release(batch.size()));
    batches.clear();
  }
}

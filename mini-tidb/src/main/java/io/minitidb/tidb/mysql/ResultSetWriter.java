package io.minitidb.tidb.mysql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.exec.Executor;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Session;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;

/// Sends results: definitions, then the rows, as the batches come.
final class ResultSetWriter {
  private static final int CURSOR_EXISTS = 0x40;
  private static final int LAST_ROW_SENT = 0x80;
  private static final int NULL = 0xFB;

  private final PacketWriter out;
  private final boolean deprecateEof;
  private final RowBuffer row = new RowBuffer();

  ResultSetWriter(PacketWriter out, boolean deprecateEof) {
    this.out = out;
    this.deprecateEof = deprecateEof;
  }

  /// Sends the whole result and closes it. An error of the first batch comes instead of the
  /// definitions, a later one instead of the next row; clients understand both.
  void write(Result.Rows result, Session session, RowForm form) {
    try (Executor rows = result.rows()) {
      Optional<Batch> batch = rows.next();
      Wire.writeLenenc(out.begin(), result.columns().size());
      out.end();
      definitions(result.columns());
      for (; batch.isPresent(); batch = rows.next()) {
        long begin = System.nanoTime();
        rows(batch.get(), form);
        long nanos = System.nanoTime() - begin;
        int count = batch.get().rows();
        session.run().ifPresent(run -> run.sent(count, nanos));
      }
    }
    out.eof(deprecateEof, session.warnings().count(), 0);
  }

  /// Answers with a cursor: the definitions, and that its rows can be fetched.
  void cursor(List<Result.Column> columns) {
    Wire.writeLenenc(out.begin(), columns.size());
    out.end();
    for (Result.Column column : columns) {
      ColumnDefinition.write(out.begin(), column);
      out.end();
    }
    end(CURSOR_EXISTS);
  }

  /// Sends up to `count` more rows of a cursor.
  void fetched(Cursor cursor, long count, RowForm form) {
    long left = count;
    while (left > 0 && cursor.hasMore()) {
      row.clear();
      cursor.next(form, row);
      out.packet(row.array(), row.size());
      left--;
    }
    end(cursor.hasMore() ? CURSOR_EXISTS : LAST_ROW_SENT);
  }

  /// Answers COM_FIELD_LIST: definitions with the defaults behind them, which are all NULL.
  void fields(List<Result.Column> columns) {
    for (Result.Column column : columns) {
      ByteBuf packet = out.begin();
      ColumnDefinition.write(packet, column);
      packet.writeByte(NULL);
      out.end();
    }
    end(0);
  }

  /// Sends the end of something that has no warnings.
  ///
  /// @param flags of the status, besides the session's
  void end(int flags) {
    out.eof(deprecateEof, 0, flags);
  }

  /// Answers COM_STMT_PREPARE.
  void prepared(int id, List<Result.Column> parameters, List<Result.Column> columns, int warnings) {
    ByteBuf packet = out.begin();
    packet.writeByte(0).writeIntLE(id);
    packet.writeShortLE(columns.size()).writeShortLE(parameters.size()).writeByte(0);
    packet.writeShortLE(warnings);
    out.end();
    if (!parameters.isEmpty()) {
      definitions(parameters);
    }
    if (!columns.isEmpty()) {
      definitions(columns);
    }
  }

  private void definitions(List<Result.Column> columns) {
    for (Result.Column column : columns) {
      ColumnDefinition.write(out.begin(), column);
      out.end();
    }
    if (!deprecateEof) {
      out.eof(false, 0, 0);
    }
  }

  private void rows(Batch batch, RowForm form) {
    Vector[] columns = RowForm.columns(batch);
    for (int i = 0; i < batch.rows(); i++) {
      row.clear();
      form.write(columns, i, row);
      out.packet(row.array(), row.size());
    }
  }
}

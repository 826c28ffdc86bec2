package io.minitidb.tidb.mysql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.expr.Values;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Session;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/// Sends results in the text protocol: definitions, then each row as strings, as the batches come.
final class ResultSetWriter {
  private static final int NULL = 0xFB;

  private final PacketWriter out;
  private final boolean deprecateEof;

  ResultSetWriter(PacketWriter out, boolean deprecateEof) {
    this.out = out;
    this.deprecateEof = deprecateEof;
  }

  /// Sends the whole result and closes it. An error of the first batch comes instead of the
  /// definitions, a later one instead of the next row; clients understand both.
  void write(Result.Rows result, Session session) {
    try (Executor rows = result.rows()) {
      Optional<Batch> batch = rows.next();
      definitions(result);
      for (; batch.isPresent(); batch = rows.next()) {
        long begin = System.nanoTime();
        rows(batch.get());
        long nanos = System.nanoTime() - begin;
        int count = batch.get().rows();
        session.run().ifPresent(run -> run.sent(count, nanos));
      }
    }
    out.eof(deprecateEof, session.warningCount());
  }

  private void definitions(Result.Rows result) {
    Wire.writeLenenc(out.begin(), result.columns().size());
    out.end();
    for (Result.Column column : result.columns()) {
      ColumnDefinition.write(out.begin(), column);
      out.end();
    }
    if (!deprecateEof) {
      out.eof(false, 0);
    }
  }

  private void rows(Batch batch) {
    for (int row = 0; row < batch.rows(); row++) {
      ByteBuf packet = out.begin();
      for (Vector column : batch.columns()) {
        value(packet, column, row);
      }
      out.end();
    }
  }

  private static void value(ByteBuf packet, Vector column, int row) {
    if (column.isNull(row)) {
      packet.writeByte(NULL);
      return;
    }
    switch (column.type().kind()) {
      case STRING, JSON ->
          column.bytes(
              row,
              (array, offset, length) -> {
                Wire.writeLenenc(packet, length);
                packet.writeBytes(array, offset, length);
              });
      case INT, REAL, DECIMAL, TIME, DURATION -> Wire.writeAscii(packet, Values.text(column, row));
    }
  }
}

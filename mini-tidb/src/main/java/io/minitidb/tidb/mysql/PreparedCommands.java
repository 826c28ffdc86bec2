package io.minitidb.tidb.mysql;

import io.minitidb.cop.data.Type;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.sql.Prepared;
import io.minitidb.tidb.sql.SqlEngine;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The prepared statements of one connection: COM_STMT_PREPARE, EXECUTE, SEND_LONG_DATA, RESET and
/// CLOSE.
final class PreparedCommands {
  private static final int MAX_LONG_DATA = 64 << 20;
  private static final Result.Column MARK = new Result.Column("?", Type.TEXT);

  private final Map<Integer, Opened> statements = new HashMap<>();
  private int lastId;

  /// A statement that the client holds.
  private static final class Opened {
    private final Prepared statement;
    private final int[] types;
    private final Map<Integer, ByteArrayOutputStream> pieces = new HashMap<>();
    private int bytes;

    Opened(Prepared statement) {
      this.statement = statement;
      this.types = new int[statement.marks().size()];
    }

    Map<Integer, byte[]> sent() {
      Map<Integer, byte[]> whole = new HashMap<>();
      pieces.forEach((parameter, data) -> whole.put(parameter, data.toByteArray()));
      return whole;
    }

    void reset() {
      pieces.clear();
      bytes = 0;
    }
  }

  /// A statement with the values of one execution.
  record Execution(Prepared statement, List<Literal> values) {}

  void prepare(Session session, SqlEngine engine, String sql, ResultSetWriter results) {
    if (statements.size() >= Session.MAX_PREPARED) {
      throw Session.tooManyPrepared();
    }
    session.clearWarnings();
    Prepared prepared = engine.prepare(session, sql);
    lastId++;
    statements.put(lastId, new Opened(prepared));
    results.prepared(
        lastId,
        prepared.marks().stream().map(mark -> MARK).toList(),
        prepared.columns(),
        session.warningCount());
  }

  /// Reads the values of an execution. Cursors are not opened: all rows are sent at once, which the
  /// protocol leaves to the server.
  ///
  /// @throws SqlException 1243 for an unknown statement
  Execution execution(ByteBuf in) {
    Opened opened = find(in.readIntLE(), "mysqld_stmt_execute");
    in.skipBytes(5); // the kind of cursor, and a count that is always 1
    try {
      return new Execution(opened.statement, ParameterReader.read(in, opened.types, opened.sent()));
    } finally {
      opened.reset();
    }
  }

  /// Keeps a piece of a value. It is never answered; what is too long fails the execution.
  void longData(ByteBuf in) {
    Opened opened = statements.get(in.readIntLE());
    int parameter = in.readUnsignedShortLE();
    if (opened == null || opened.bytes + in.readableBytes() > MAX_LONG_DATA) {
      return;
    }
    opened.bytes += in.readableBytes();
    byte[] piece = Wire.readBytes(in, in.readableBytes());
    opened.pieces.computeIfAbsent(parameter, key -> new ByteArrayOutputStream()).writeBytes(piece);
  }

  void reset(ByteBuf in) {
    find(in.readIntLE(), "mysqld_stmt_reset").reset();
  }

  void close(ByteBuf in) {
    statements.remove(in.readIntLE());
  }

  void closeAll() {
    statements.clear();
  }

  private Opened find(int id, String command) {
    Opened opened = statements.get(id);
    if (opened == null) {
      throw new SqlException(
          SqlError.UNKNOWN_STATEMENT,
          "Unknown prepared statement handler (" + id + ") given to " + command);
    }
    return opened;
  }
}

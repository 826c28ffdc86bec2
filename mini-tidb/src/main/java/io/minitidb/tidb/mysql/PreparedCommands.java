package io.minitidb.tidb.mysql;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.MemoryTracker;
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
import java.util.Optional;

/// The prepared statements of one connection: COM_STMT_PREPARE, EXECUTE, SEND_LONG_DATA, RESET and
/// CLOSE.
final class PreparedCommands {
  private static final int ID_BYTES = 4;
  private static final int EXECUTE_BYTES = ID_BYTES + 5;
  private static final int READ_ONLY = 1;
  private static final int PIECE_BYTES = ID_BYTES + 2;
  private static final Result.Column MARK = new Result.Column("?", Type.TEXT);

  private final long longest;
  private final Map<Integer, Opened> statements = new HashMap<>();
  private int lastId;
  private long longBytes;

  /// @param longest what the pieces of all values of the connection may take together, in bytes
  PreparedCommands(long longest) {
    this.longest = longest;
  }

  /// A statement that the client holds.
  private static final class Opened {
    private final Prepared statement;
    private final int[] types;
    private final Map<Integer, ByteArrayOutputStream> pieces = new HashMap<>();
    private int bytes;
    private boolean tooLong;
    private Optional<Cursor> cursor = Optional.empty();

    Opened(Prepared statement) {
      this.statement = statement;
      this.types = new int[statement.marks().size()];
    }

    Map<Integer, byte[]> sent() {
      Map<Integer, byte[]> whole = new HashMap<>();
      pieces.forEach((parameter, data) -> whole.put(parameter, data.toByteArray()));
      return whole;
    }
  }

  /// A statement with the values of one execution.
  ///
  /// @param opens whether the client wants a cursor for its rows
  record Execution(Prepared statement, List<Literal> values, boolean opens, Opened opened) {

    /// Keeps the rows until the next execution.
    void open(Result.Rows rows, MemoryTracker memory) {
      opened.cursor = Optional.of(Cursor.read(rows, memory));
    }
  }

  void prepare(Session session, SqlEngine engine, String sql, ResultSetWriter results) {
    session.prepared().checkMore(statements.size());
    Prepared prepared = engine.prepare(session, sql);
    lastId++;
    statements.put(lastId, new Opened(prepared));
    results.prepared(
        lastId,
        prepared.marks().stream().map(mark -> MARK).toList(),
        prepared.columns(),
        session.warnings().count());
  }

  /// Reads the values of an execution, and closes the statement's cursor.
  ///
  /// @throws SqlException 1243 for an unknown statement, 1153 when the pieces of its values were
  ///   too long, 1835 for a packet that ends too early
  Execution execution(ByteBuf in) {
    if (in.readableBytes() < EXECUTE_BYTES) {
      throw Wire.malformed();
    }
    Opened opened = find(in.readIntLE(), "mysqld_stmt_execute");
    closeCursor(opened);
    int cursor = in.readUnsignedByte();
    in.skipBytes(EXECUTE_BYTES - ID_BYTES - 1); // a count that is always 1
    if ((cursor & ~READ_ONLY) != 0) {
      throw new SqlException(SqlError.UNKNOWN, "unsupported flag " + cursor);
    }
    try {
      if (opened.tooLong) {
        throw tooLong();
      }
      List<Literal> values = ParameterReader.read(in, opened.types, opened.sent());
      return new Execution(opened.statement, values, cursor == READ_ONLY, opened);
    } finally {
      drop(opened);
    }
  }

  /// Returns the open cursor of a statement.
  ///
  /// @throws SqlException 1243 for an unknown statement, 1421 when it has none
  Cursor cursor(ByteBuf in) {
    if (in.readableBytes() < ID_BYTES) {
      throw Wire.malformed();
    }
    int id = in.readIntLE();
    return find(id, "mysqld_stmt_fetch")
        .cursor
        .orElseThrow(() ->
            new SqlException(SqlError.NO_CURSOR, "The statement (" + id + ") has no open cursor."));
  }

  /// Returns error 1153.
  static SqlException tooLong() {
    return Fault.TOO_LONG.error();
  }

  private static void closeCursor(Opened opened) {
    opened.cursor.ifPresent(Cursor::close);
    opened.cursor = Optional.empty();
  }

  private void drop(Opened opened) {
    longBytes -= opened.bytes;
    opened.bytes = 0;
    opened.pieces.clear();
    opened.tooLong = false;
  }

  /// Keeps a piece of a value. The command has no answer, not even an error: what is too long fails
  /// the execution.
  void longData(ByteBuf in) {
    if (in.readableBytes() < PIECE_BYTES) {
      return;
    }
    Opened opened = statements.get(in.readIntLE());
    int parameter = in.readUnsignedShortLE();
    if (opened == null) {
      return;
    }
    if (opened.tooLong || longBytes + in.readableBytes() > longest) {
      drop(opened);
      opened.tooLong = true;
      return;
    }
    opened.bytes += in.readableBytes();
    longBytes += in.readableBytes();
    byte[] piece = Wire.readBytes(in, in.readableBytes());
    opened.pieces.computeIfAbsent(parameter, key -> new ByteArrayOutputStream()).writeBytes(piece);
  }

  void reset(ByteBuf in) {
    if (in.readableBytes() < ID_BYTES) {
      throw Wire.malformed();
    }
    Opened opened = find(in.readIntLE(), "mysqld_stmt_reset");
    closeCursor(opened);
    drop(opened);
  }

  /// Forgets a statement. The command has no answer.
  void close(ByteBuf in) {
    Opened closed = in.readableBytes() < ID_BYTES ? null : statements.remove(in.readIntLE());
    if (closed != null) {
      closeCursor(closed);
      drop(closed);
    }
  }

  void closeAll() {
    statements.values().forEach(PreparedCommands::closeCursor);
    statements.clear();
    longBytes = 0;
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

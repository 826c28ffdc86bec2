package io.minitidb.tidb.mysql;

import io.minitidb.cop.expr.MemoryTracker;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.exec.MemoryQuota;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Counters.Event;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.sql.QuickAnswer;
import io.minitidb.tidb.sql.SecretText;
import io.minitidb.tidb.sql.SqlEngine;
import io.minitidb.tidb.statement.StatementRun;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The command phase of one connection: takes a command, answers it, and survives whatever goes
/// wrong with it.
final class Connection {
  private static final RowForm TEXT = new TextRow();
  private static final RowForm BINARY = new BinaryRow();
  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  /// Reading a longer statement takes too long for an event loop.
  private static final int LONGEST_QUICK = 1 << 10;

  /// What is kept of an error whose text holds a part of the statement.
  private static final String HIDDEN_NEAR =
      "You have an error in your SQL syntax; the place is not shown, since the statement holds a"
          + " secret";

  private final Session session;
  private final SqlEngine engine;
  private final PacketWriter out;
  private final ResultSetWriter results;
  private final ServerStatus status;
  private final PreparedCommands statements;
  private final MemoryTracker cursors;
  private boolean several;
  private boolean secret;
  private Optional<QuickAnswer> quick = Optional.empty();

  /// What is to be done after a command.
  enum Outcome {
    GO_ON,
    /// The rest of the packet says who comes next.
    CHANGE_USER,
    /// The client takes its leave.
    QUIT
  }

  /// @param capabilities that both sides have
  Connection(Session session, Services services, PacketWriter out, int capabilities) {
    this.session = session;
    this.engine = services.engine().join();
    this.out = out;
    this.status = services.status();
    this.cursors = new MemoryQuota(session.variables().number(SystemVariables.MEM_QUOTA));
    this.several = (capabilities & Capabilities.MULTI_STATEMENTS) != 0;
    this.statements =
        new PreparedCommands(session.variables().number(SystemVariables.MAX_ALLOWED_PACKET));
    this.results = new ResultSetWriter(out, (capabilities & Capabilities.DEPRECATE_EOF) != 0);
  }

  /// Returns whether the command that comes next can be answered on an event loop: without waiting
  /// for anything, and soon. Nothing has been done of it yet.
  boolean isQuick(ByteBuf in) {
    return switch (in.isReadable() ? in.getUnsignedByte(in.readerIndex()) : -1) {
      case Commands.QUIT, Commands.PING, Commands.INIT_DB, Commands.SET_OPTION -> true;
      case Commands.QUERY -> {
        int length = in.readableBytes();
        quick =
            length <= LONGEST_QUICK
                ? quick(text(in.slice(in.readerIndex() + 1, length - 1)))
                : Optional.empty();
        yield quick.isPresent();
      }
      default -> false;
    };
  }

  private Optional<QuickAnswer> quick(String text) {
    return several && text.indexOf(';') >= 0 ? Optional.empty() : engine.quick(session, text);
  }

  /// Answers one command.
  Outcome command(ByteBuf in, Channel channel) {
    if (!in.isReadable()) {
      fail(new SqlException(SqlError.UNKNOWN_COMMAND, "Unknown command"));
      out.flush();
      return Outcome.GO_ON;
    }
    int command = in.readUnsignedByte();
    secret = false;
    try {
      switch (command) {
        case Commands.QUIT -> {
          return Outcome.QUIT;
        }
        case Commands.CHANGE_USER -> {
          return Outcome.CHANGE_USER;
        }
        case Commands.PING, Commands.REFRESH -> out.ok(0, 0);
        case Commands.RESET_CONNECTION -> {
          session.resetState();
          statements.closeAll();
          out.ok(0, 0);
        }
        case Commands.INIT_DB -> {
          engine.use(session, text(in));
          out.ok(0, 0);
        }
        case Commands.QUERY -> {
          if (quick.isPresent()) {
            answer(quick.get());
          } else {
            queries(text(in));
          }
        }
        case Commands.FIELD_LIST -> fields(in);
        case Commands.PROCESS_INFO -> query("SHOW PROCESSLIST");
        case Commands.PROCESS_KILL -> query("KILL " + Wire.need(in, 4).readUnsignedIntLE());
        case Commands.DEBUG -> results.end(0);
        case Commands.SET_OPTION -> option(in);
        case Commands.PREPARE -> {
          session.counters().count(Event.COM_STMT_PREPARE);
          statements.prepare(session, engine, text(in), results);
        }
        case Commands.EXECUTE -> execute(in);
        case Commands.LONG_DATA -> statements.longData(in);
        case Commands.RESET_STATEMENT -> {
          statements.reset(in);
          out.ok(0, 0);
        }
        case Commands.CLOSE_STATEMENT -> {
          session.counters().count(Event.COM_STMT_CLOSE);
          statements.close(in);
        }
        case Commands.FETCH -> fetch(in);
        case Commands.STATISTICS -> statistics();
        default -> throw new SqlException(SqlError.UNKNOWN_COMMAND, "Unknown command " + command);
      }
    } catch (SqlException e) {
      fail(e);
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      // Calcite asserts; where assertions are on, its own are no reason to hang up.
      log.error("a command of connection {} failed", session.id(), e);
      fail(internal(e));
    } finally {
      quick = Optional.empty();
      session.begin("Sleep", Optional.empty());
      try {
        if (channel.isActive()) {
          out.flush();
        }
      } finally {
        engine.ended(session);
      }
    }
    return Outcome.GO_ON;
  }

  private static String text(ByteBuf in) {
    String text = in.toString(StandardCharsets.UTF_8);
    return text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
  }

  /// Runs one statement after the other, when the client may send several.
  private void queries(String text) {
    List<String> parts = several ? engine.statements(session, text) : List.of(text);
    try {
      for (int i = 0; i < parts.size(); i++) {
        out.moreResults(i < parts.size() - 1);
        query(parts.get(i));
        engine.ended(session);
      }
    } finally {
      out.moreResults(false);
    }
  }

  private void query(String sql) {
    String shown = shown(sql);
    session.begin("Query", Optional.of(shown));
    answer(
        shown,
        false,
        () -> engine.execute(session, sql),
        rows -> results.write(rows, session, TEXT));
  }

  /// Returns the statement as others may see it.
  private String shown(String sql) {
    String shown = SecretText.hide(sql, session.settings().sqlMode());
    secret = !shown.equals(sql);
    return shown;
  }

  /// Answers with the columns of a table, as clients ask for that complete names.
  private void fields(ByteBuf in) {
    String table = Wire.readNul(in);
    String quoted = "`" + table.replace("`", "``") + "`";
    results.fields(engine.prepare(session, "SELECT * FROM " + quoted).columns());
  }

  private void option(ByteBuf in) {
    int option = Wire.need(in, 2).readUnsignedShortLE();
    if (option > 1) {
      throw new SqlException(SqlError.UNKNOWN_COMMAND, "Unknown command");
    }
    several = option == 0;
    results.end(0);
  }

  private void fetch(ByteBuf in) {
    Cursor cursor = statements.cursor(in);
    session.begin("Fetch", Optional.empty());
    results.fetched(cursor, Wire.need(in, 4).readUnsignedIntLE(), BINARY);
  }

  private void execute(ByteBuf in) {
    PreparedCommands.Execution execution = statements.execution(in);
    String shown = shown(execution.statement().sql());
    session.begin("Execute", Optional.of(shown));
    session.counters().count(Event.COM_STMT_EXECUTE);
    answer(
        shown,
        true,
        () -> engine.execute(session, execution.statement(), execution.values()),
        rows -> {
          if (execution.opens()) {
            execution.open(rows, cursors);
            results.cursor(rows.columns());
          } else {
            results.write(rows, session, BINARY);
          }
        });
  }

  private void answer(
      String sql, boolean prepared, Supplier<Result> statement, Consumer<Result.Rows> sender) {
    session.counters().count(Event.QUESTIONS);
    StatementRun run = engine.starts(session, sql, prepared);
    session.thread().enter();
    try {
      send(run, statement.get(), sender);
    } finally {
      session.thread().leave();
    }
  }

  /// It is over before anybody could kill it, and the thread that it runs on is not ours to
  /// interrupt.
  private void answer(QuickAnswer known) {
    String shown = shown(known.sql());
    session.begin("Query", Optional.of(shown));
    session.counters().count(Event.QUESTIONS);
    StatementRun run = engine.starts(session, shown, known.begin());
    send(run, known.run(), rows -> results.write(rows, session, TEXT));
  }

  private void send(StatementRun run, Result result, Consumer<Result.Rows> sender) {
    switch (result) {
      case Result.Rows rows -> sender.accept(rows);
      case Result.Done done -> {
        run.affected(done.affectedRows());
        out.ok(done.affectedRows(), session.warnings().count());
      }
    }
  }

  private static SqlException internal(Throwable e) {
    return new SqlException(SqlError.UNKNOWN, "Internal error: " + e, e);
  }

  private void statistics() {
    out.begin().writeCharSequence(status.line(), StandardCharsets.UTF_8);
    out.end();
  }

  private void fail(SqlException e) {
    String shown = secret && e.code() == SqlError.SYNTAX.code() ? HIDDEN_NEAR : e.text();
    session.run().ifPresent(run -> run.failed(e.code(), shown));
    session.warnings().add("Error", e.code(), shown);
    out.error(e);
  }
}

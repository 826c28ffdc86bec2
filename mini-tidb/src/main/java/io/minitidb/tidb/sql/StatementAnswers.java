package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import io.minitidb.memtable.MemTables;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which statement is answered by what.
record StatementAnswers(
    SqlEngine engine, Queries queries, MemTables tables, ExecEnvironment environment) {

  /// Notes that a statement begins, and takes the warnings of the one before it away.
  static void begin(Session session, ReadText text, long nanos) {
    session.run().ifPresent(run -> run.parsed(text.type(), nanos));
    if (!text.diagnostic()) {
      session.warnings().clear();
    }
    session.counters().statement(text.first());
  }

  /// Runs a statement.
  ///
  /// @param nanos what reading it took
  Result run(Session session, ReadText text, long nanos) {
    String sql = text.sql();
    List<Token> tokens = text.tokens();
    TokenReader reader = text.reader();
    if (reader.atEnd()) {
      session.run().ifPresent(run -> run.parsed(text.type(), nanos));
      if (sql.isBlank() || reader.peek().is(";")) {
        throw new SqlException(SqlError.EMPTY_QUERY, "Query was empty");
      }
      session.warnings().clear(); // only a comment, such as dumps are full of
      return Result.Done.OK;
    }
    begin(session, text, nanos);
    if (ConfigStatements.accepts(reader)) {
      return configuration(session).run(reader);
    }
    boolean dropPrepare = reader.peek().is("drop") && reader.peek(1).is("prepare");
    return switch (dropPrepare ? "deallocate" : text.first()) {
      case "select" -> queries.query(session, text);
      case "with", "values", "table", "(" -> queries.query(session, sql, tokens);
      case "show" -> {
        reader.next();
        yield shows(session).show(reader);
      }
      case "desc", "describe", "explain" -> {
        reader.next();
        if (ConfigStatements.accepts(reader)) {
          yield configuration(session).explain(reader);
        }
        if (reader.accept("set")) {
          yield configuration(session)
              .explain(new SetStatement(session, value -> evaluate(session, value)).edits(reader));
        }
        yield ExplainStatement.isQuery(reader)
            ? new ExplainStatement(queries).run(session, reader)
            : shows(session).describe(reader);
      }
      case "use" -> {
        reader.next();
        engine.use(session, reader.name());
        yield Result.Done.OK;
      }
      case "set" -> {
        reader.next();
        if (UserStatements.isSetPassword(reader)) {
          new UserStatements(session, environment.users()).setPassword(reader);
          yield Result.Done.OK;
        }
        new SetStatement(session, value -> evaluate(session, value))
            .run(
                reader, environment.globalChanges(), edits -> configuration(session).change(edits));
        yield Result.Done.OK;
      }
      case "reset" -> {
        reader.next();
        new ResetStatement(session, environment.globalChanges()).run(reader);
        yield Result.Done.OK;
      }
      case "kill" -> {
        reader.next();
        new KillStatement(environment, session).run(reader);
        yield Result.Done.OK;
      }
      case "begin" -> {
        session.transaction().begin();
        yield Result.Done.OK;
      }
      case "start" -> {
        if (reader.peek(1).is("transaction")) {
          session.transaction().begin();
        }
        yield Result.Done.OK;
      }
      case "commit", "rollback" -> {
        if (tokens.stream().noneMatch(token -> token.is("to"))) {
          boolean no = tokens.stream().anyMatch(token -> token.is("no"));
          session.transaction().end(!no && tokens.stream().anyMatch(token -> token.is("chain")));
        }
        yield Result.Done.OK;
      }
      case "lock" -> {
        session.transaction().end(false);
        yield Result.Done.OK;
      }
      case "savepoint", "release", "unlock", "flush" -> Result.Done.OK;
      case "do" -> {
        reader.next();
        evaluate(session, reader.expressions());
        yield Result.Done.OK;
      }
      case "help" -> HelpStatement.answer(reader);
      case "check", "analyze", "optimize", "repair" ->
          new TableMaintenance(session, tables).run(reader);
      case "call" -> {
        reader.next();
        throw new SqlException(
            SqlError.NO_SUCH_FUNCTION,
            "PROCEDURE " + TableName.read(reader, session).full() + " does not exist");
      }
      case "prepare", "execute", "deallocate" -> new PrepareStatements(engine, session).run(reader);
      case "create", "alter", "drop" -> {
        if (!UserStatements.isAboutUsers(reader)) {
          yield new DeniedStatements(session, tables).run(reader);
        }
        session.transaction().end(false);
        new UserStatements(session, environment.users()).run(reader);
        yield Result.Done.OK;
      }
      case "grant", "revoke" -> {
        session.transaction().end(false);
        new GrantStatements(session, environment.users()).run(reader);
        yield Result.Done.OK;
      }
      case "insert", "update", "delete", "replace", "truncate" ->
          new DeniedStatements(session, tables).run(reader);
      case "load" ->
          throw reader.peek(2).is("local")
              ? new SqlException(
                  SqlError.LOCAL_INFILE,
                  "Loading local data is disabled; this must be enabled on both the client and"
                      + " server sides")
              : notSupported(reader.peek().text());
      case "admin" -> throw notSupported(reader.peek().text());
      default -> throw Syntax.error(sql, reader.peek().start(), "");
    };
  }

  static SqlException notSupported(String statement) {
    return new SqlException(
        SqlError.NOT_SUPPORTED,
        "This version of mini-tidb doesn't yet support '"
            + statement.toUpperCase(Locale.ROOT)
            + "'");
  }

  private ConfigStatements configuration(Session session) {
    return new ConfigStatements(
        session, queries, environment.changes(), text -> evaluate(session, text));
  }

  private ShowStatements shows(Session session) {
    return new ShowStatements(
        session,
        tables,
        new ShowUsers(session, environment.users()),
        (sql, labels) -> relabelled(queries.own(session, sql, Lexer.tokens(sql)), labels));
  }

  private static Result relabelled(Result result, List<String> labels) {
    if (!(result instanceof Result.Rows rows)) {
      return result;
    }
    List<Result.Column> columns = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      columns.add(new Result.Column(labels.get(i), rows.columns().get(i).type()));
    }
    return new Result.Rows(columns, rows.rows());
  }

  /// Computes an expression, for the right side of SET.
  private Literal evaluate(Session session, String expression) {
    String sql = "SELECT " + expression;
    return value(queries.own(session, sql, Lexer.tokens(sql, session.settings().sqlMode())));
  }

  /// Returns the one value that a query answers, NULL when it answers none.
  static Literal value(Result answer) {
    if (!(answer instanceof Result.Rows result)) {
      return Literal.NULL;
    }
    try (Executor rows = result.rows()) {
      Optional<Batch> batch = rows.next();
      return batch.isEmpty() ? Literal.NULL : VariableValues.of(batch.get().column(0), 0);
    }
  }
}

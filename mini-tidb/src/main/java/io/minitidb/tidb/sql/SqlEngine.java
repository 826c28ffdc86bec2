package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.expr.Values;
import io.minitidb.memtable.MemTables;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SessionRegistry;
import io.minitidb.tidb.statement.StatementRecorder;
import io.minitidb.tidb.statement.StatementRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Answers statements. Thread-safe; a session runs one statement at a time.
public final class SqlEngine {
  private final QueryPlanner planner;
  private final Queries queries;
  private final MemTables tables;
  private final SessionRegistry sessions;
  private final StatementRecorder statements;

  public SqlEngine(MemTables tables, ExecEnvironment environment) {
    this.planner = new QueryPlanner(tables);
    this.queries = new Queries(planner, environment);
    this.tables = tables;
    this.sessions = environment.sessions();
    this.statements = environment.statements();
  }

  /// Prepares for the first statements in the background.
  public void warmUp() {
    WarmUp.start(planner);
  }

  /// Begins the record of a statement. What happens until [#ended(Session)] belongs to it.
  public StatementRun starts(Session session, String sql) {
    return session.starts(statements, sql, false);
  }

  /// The client has its answer: completes the record of the session's statement, if it has one.
  public void ended(Session session) {
    session.ended(statements);
  }

  /// Runs one statement.
  ///
  /// @throws SqlException with MySQL's code for everything that is wrong with it
  public Result execute(Session session, String sql) {
    long begin = System.nanoTime();
    List<Token> tokens = tokens(session, sql);
    TokenReader reader = new TokenReader(sql, tokens);
    session.run().ifPresent(run -> run.parsed(StatementType.of(reader), System.nanoTime() - begin));
    if (reader.atEnd()) {
      throw new SqlException(SqlError.EMPTY_QUERY, "Query was empty");
    }
    boolean diagnostic =
        reader.peek().is("show") && (reader.peek(1).is("warnings") || reader.peek(1).is("errors"));
    if (!diagnostic) {
      session.clearWarnings();
    }
    return switch (reader.peek().lower()) {
      case "select", "with", "values", "table", "(" -> queries.query(session, sql, tokens);
      case "show" -> {
        reader.next();
        yield shows(session).show(reader);
      }
      case "desc", "describe", "explain" -> {
        reader.next();
        yield ExplainStatement.isQuery(reader)
            ? new ExplainStatement(queries).run(session, reader)
            : shows(session).describe(reader, false);
      }
      case "use" -> {
        reader.next();
        use(session, reader.name());
        yield Result.Done.OK;
      }
      case "set" -> {
        reader.next();
        new SetStatement(session, text -> evaluate(session, text)).run(reader);
        yield Result.Done.OK;
      }
      case "kill" -> {
        reader.next();
        new KillStatement(sessions).run(reader);
        yield Result.Done.OK;
      }
      // Nothing here is stored by SQL, so a transaction has nothing to do.
      case "begin",
          "start",
          "commit",
          "rollback",
          "savepoint",
          "release",
          "lock",
          "unlock",
          "flush",
          "do" ->
          Result.Done.OK;
      case "create",
          "alter",
          "drop",
          "insert",
          "update",
          "delete",
          "replace",
          "truncate",
          "load",
          "grant",
          "revoke",
          "prepare",
          "execute",
          "deallocate",
          "analyze",
          "admin" ->
          throw new SqlException(
              SqlError.NOT_SUPPORTED,
              "This version of mini-tidb doesn't yet support '"
                  + reader.peek().text().toUpperCase(Locale.ROOT)
                  + "'");
      default -> throw Syntax.error(sql, reader.peek().start(), "");
    };
  }

  /// A statement that cannot be read takes the warnings of the one before it away, like any other.
  private static List<Token> tokens(Session session, String sql) {
    try {
      return Lexer.tokens(sql);
    } catch (SqlException e) {
      session.clearWarnings();
      throw e;
    }
  }

  /// Makes `database` the session's current one.
  ///
  /// @throws SqlException 1049 when there is none of that name
  public void use(Session session, String database) {
    String name = database.toLowerCase(Locale.ROOT);
    if (tables.all().stream().noneMatch(table -> table.info().schema().equals(name))) {
      throw new SqlException(SqlError.BAD_DATABASE, "Unknown database '" + database + "'");
    }
    session.use(name);
  }

  private ShowStatements shows(Session session) {
    return new ShowStatements(
        session,
        (sql, labels) -> relabelled(queries.query(session, sql, Lexer.tokens(sql)), labels));
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

  /// Computes an expression to text, for the right side of SET.
  private String evaluate(Session session, String expression) {
    String sql = "SELECT " + expression;
    if (!(queries.query(session, sql, Lexer.tokens(sql)) instanceof Result.Rows result)) {
      return "";
    }
    try (Executor rows = result.rows()) {
      Optional<Batch> batch = rows.next();
      return batch.isEmpty() || batch.get().column(0).isNull(0)
          ? ""
          : Values.text(batch.get().column(0), 0);
    }
  }
}

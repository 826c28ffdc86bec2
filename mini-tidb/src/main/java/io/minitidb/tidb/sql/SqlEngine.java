package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.exec.Executor;
import io.minitidb.cop.expr.EvalException;
import io.minitidb.memtable.MemTables;
import io.minitidb.tidb.change.ConfigChanges;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.session.GlobalChanges;
import io.minitidb.tidb.session.Literal;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.statement.StatementRecorder;
import io.minitidb.tidb.statement.StatementRun;
import io.minitidb.tidb.users.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Answers statements. Thread-safe; a session runs one statement at a time.
public final class SqlEngine {
  private static final Set<String> QUERIES = Set.of("select", "with", "values", "table", "(");
  private static final Set<String> PREPARING = Set.of("prepare", "execute", "deallocate");

  private final QueryPlanner planner;
  private final Queries queries;
  private final ReadTexts texts = new ReadTexts();
  private final MemTables tables;
  private final ExecEnvironment environment;
  private final StatementRecorder statements;
  private final Users users;
  private final Optional<ConfigChanges> changes;
  private final GlobalChanges globalChanges;

  public SqlEngine(MemTables tables, ExecEnvironment environment) {
    this.planner = new QueryPlanner(tables);
    this.queries = new Queries(planner, environment);
    this.tables = tables;
    this.environment = environment;
    this.statements = environment.statements();
    this.users = environment.users();
    this.changes = environment.changes();
    this.globalChanges = environment.globalChanges();
  }

  /// Prepares for the first statements in the background.
  public void warmUp() {
    WarmUp.start(planner, queries);
  }

  /// Begins the record of a statement. What happens until [#ended(Session)] belongs to it.
  ///
  /// @param prepared whether it is an execution of a prepared statement
  public StatementRun starts(Session session, String sql, boolean prepared) {
    return session.starts(statements, sql, prepared, System.nanoTime());
  }

  /// As [#starts(Session, String, boolean)], for a statement that is read already.
  ///
  /// @param begin when that began, on the scale of [System#nanoTime()]
  public StatementRun starts(Session session, String sql, long begin) {
    return session.starts(statements, sql, false, begin);
  }

  /// The client has its answer: completes the record of the session's statement, if it has one.
  public void ended(Session session) {
    session.ended(statements);
  }

  /// Returns the statements of a text, at least one.
  public List<String> statements(Session session, String text) {
    return StatementSplitter.split(text, session.settings().sqlMode());
  }

  /// Runs one statement.
  ///
  /// @throws SqlException with MySQL's code for everything that is wrong with it
  public Result execute(Session session, String sql) {
    long begin = System.nanoTime();
    ReadText text = read(session, sql);
    return execute(session, text, System.nanoTime() - begin);
  }

  /// Reads a statement, and returns its answer when it can be given at once: without a node, a disk
  /// or etcd, and with little to compute. Empty for all others, and for those that are wrong;
  /// nothing was done of them.
  ///
  /// @param sql one statement
  public Optional<QuickAnswer> quick(Session session, String sql) {
    long begin = System.nanoTime();
    try {
      ReadText text = texts.of(sql, session.settings().sqlMode());
      long nanos = System.nanoTime() - begin;
      Optional<Supplier<Result>> answer =
          switch (text.first()) {
            case "select" ->
                queries.quick(session, text).map(query -> begun(session, text, nanos, query));
            case "set" -> quickSet(session, text).map(set -> begun(session, text, nanos, set));
            case "show" ->
                text.tokens().get(1).is("warnings") || text.tokens().get(1).is("errors")
                    ? Optional.of(() -> execute(session, text, nanos))
                    : Optional.empty();
            case "use", "begin", "start", "commit", "rollback", "savepoint", "release" ->
                Optional.of(() -> execute(session, text, nanos));
            default -> Optional.empty();
          };
      return answer.map(statement -> new QuickAnswer(sql, begin, statement));
    } catch (SqlException | EvalException e) {
      return Optional.empty();
    }
  }

  private static Supplier<Result> begun(
      Session session, ReadText text, long nanos, Supplier<Result> statement) {
    return () -> {
      begin(session, text, nanos);
      return statement.get();
    };
  }

  private Optional<Supplier<Result>> quickSet(Session session, ReadText text) {
    TokenReader reader = text.reader();
    reader.next();
    if (reader.peek().is("config") || UserStatements.isSetPassword(reader)) {
      return Optional.empty();
    }
    int warnings = session.warningCount();
    // Warnings of the values would have to come behind the beginning.
    return new SetStatement(session, expression -> evaluateQuickly(session, expression))
        .own(reader)
        .filter(_ -> session.warningCount() == warnings)
        .map(assignments ->
            () -> {
              assignments.run();
              return Result.Done.OK;
            });
  }

  private static void begin(Session session, ReadText text, long nanos) {
    session.run().ifPresent(run -> run.parsed(text.type(), nanos));
    if (!text.diagnostic()) {
      session.clearWarnings();
    }
    session.counters().statement(text.first());
  }

  private Result execute(Session session, ReadText text, long nanos) {
    String sql = text.sql();
    List<Token> tokens = text.tokens();
    TokenReader reader = text.reader();
    if (reader.atEnd()) {
      session.run().ifPresent(run -> run.parsed(text.type(), nanos));
      if (sql.isBlank() || reader.peek().is(";")) {
        throw new SqlException(SqlError.EMPTY_QUERY, "Query was empty");
      }
      session.clearWarnings(); // only a comment, such as dumps are full of
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
        use(session, reader.name());
        yield Result.Done.OK;
      }
      case "set" -> {
        reader.next();
        if (UserStatements.isSetPassword(reader)) {
          new UserStatements(session, users).setPassword(reader);
          yield Result.Done.OK;
        }
        new SetStatement(session, value -> evaluate(session, value))
            .run(reader, globalChanges, edits -> configuration(session).change(edits));
        yield Result.Done.OK;
      }
      case "reset" -> {
        reader.next();
        new ResetStatement(session, globalChanges).run(reader);
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
      case "prepare", "execute", "deallocate" -> new PrepareStatements(this, session).run(reader);
      case "create", "alter", "drop" -> {
        if (!UserStatements.isAboutUsers(reader)) {
          yield new DeniedStatements(session, tables).run(reader);
        }
        session.transaction().end(false);
        new UserStatements(session, users).run(reader);
        yield Result.Done.OK;
      }
      case "grant", "revoke" -> {
        session.transaction().end(false);
        new GrantStatements(session, users).run(reader);
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

  private static SqlException notSupported(String statement) {
    return new SqlException(
        SqlError.NOT_SUPPORTED,
        "This version of mini-tidb doesn't yet support '"
            + statement.toUpperCase(Locale.ROOT)
            + "'");
  }

  /// A statement that cannot be read takes the warnings of the one before it away, like any other.
  private ReadText read(Session session, String sql) {
    try {
      return texts.of(sql, session.settings().sqlMode());
    } catch (SqlException e) {
      session.clearWarnings();
      throw e;
    }
  }

  /// Checks a statement and says what it will answer, without running it. The warnings of the one
  /// before are gone then, unless it asks for them.
  ///
  /// @throws SqlException for what is wrong with it whatever its values are, 1295 when it can't be
  ///   prepared
  public Prepared prepare(Session session, String sql) {
    Prepared prepared;
    try {
      prepared = Prepared.of(sql, session.settings().sqlMode());
    } catch (SqlException e) {
      session.clearWarnings();
      throw e;
    }
    forget(session, prepared);
    String first = prepared.tokens().getFirst().lower();
    if (prepared.tokens().getFirst().kind() == Token.Kind.END) {
      throw new SqlException(SqlError.EMPTY_QUERY, "Query was empty");
    }
    if (PREPARING.contains(first)) {
      throw new SqlException(
          SqlError.NOT_PREPARABLE,
          "This command is not supported in the prepared statement protocol yet");
    }
    return QUERIES.contains(first) ? queries.prepare(session, prepared) : prepared;
  }

  private static void forget(Session session, Prepared prepared) {
    if (!ShowStatements.isDiagnostic(new TokenReader(prepared.sql(), prepared.tokens()))) {
      session.clearWarnings();
    }
  }

  /// Runs a prepared statement with values in the places of its marks.
  ///
  /// @throws SqlException as [#execute(Session, String)], 1210 for too many or too few values
  public Result execute(Session session, Prepared prepared, List<Literal> values) {
    if (!QUERIES.contains(prepared.tokens().getFirst().lower())) {
      return execute(session, prepared.text(values, session.settings().sqlMode()));
    }
    forget(session, prepared);
    session.counters().statement(prepared.tokens().getFirst().lower());
    session
        .run()
        .ifPresent(run ->
            run.parsed(StatementType.of(new TokenReader(prepared.sql(), prepared.tokens())), 0));
    return queries.query(session, prepared.sql(), prepared.bound(values));
  }

  /// Makes `database` the session's current one.
  ///
  /// @throws SqlException 1049 when there is none of that name
  public void use(Session session, String database) {
    session.use(TableName.checkDatabase(database, tables));
  }

  private ConfigStatements configuration(Session session) {
    return new ConfigStatements(session, queries, changes, text -> evaluate(session, text));
  }

  private ShowStatements shows(Session session) {
    return new ShowStatements(
        session,
        tables,
        new ShowUsers(session, users),
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

  /// As [#evaluate(Session, String)].
  ///
  /// @throws SqlException when it may take a while
  private Literal evaluateQuickly(Session session, String expression) {
    String sql = "SELECT " + expression;
    return value(
        queries
            .quick(session, texts.of(sql, session.settings().sqlMode()))
            .orElseThrow(() -> notSupported("SET"))
            .get());
  }

  private static Literal value(Result answer) {
    if (!(answer instanceof Result.Rows result)) {
      return Literal.NULL;
    }
    try (Executor rows = result.rows()) {
      Optional<Batch> batch = rows.next();
      return batch.isEmpty() ? Literal.NULL : VariableValues.of(batch.get().column(0), 0);
    }
  }
}
